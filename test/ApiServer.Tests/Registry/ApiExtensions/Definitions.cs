using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

/// <summary>Definitions for tests; schemas are given as JSON with single quotes.</summary>
internal static class Definitions
{
    public static CustomResourceDefinitionVersion Version { get; } = new()
    {
        Name = "v1",
        Served = true,
        Storage = true,
        Schema = new() { OpenAPIV3Schema = Schema("{'type':'object'}") },
    };

    public static CustomResourceDefinition Valid { get; } = new()
    {
        Metadata = new() { Name = "lamps.example.com" },
        Spec = new()
        {
            Group = "example.com",
            Names = new() { Plural = "lamps", Singular = "lamp", Kind = "Lamp", ListKind = "LampList" },
            Scope = "Namespaced",
            Versions = [Version],
            Conversion = new() { Strategy = "None" },
        },
        Status = new() { StoredVersions = ["v1"] },
    };

    public static JSONSchemaProps Schema(string json)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), DecodeOptions.Default);
        var schema = JSONSchemaProps.ReadJson(ref reader, null);
        Assert.False(reader.Failed, json);
        return schema;
    }

    public static CustomResourceDefinition WithSchema(string json) =>
        WithVersion(Version with { Schema = new() { OpenAPIV3Schema = Schema(json) } });

    /// <summary>A property <c>p</c> of the object has the schema.</summary>
    public static CustomResourceDefinition WithProperty(string json) => WithSchema($"{{'type':'object','properties':{{'p':{json}}}}}");

    public static CustomResourceDefinition WithVersion(params CustomResourceDefinitionVersion[] versions) =>
        Valid with { Spec = Valid.Spec with { Versions = versions.ToListOf() } };
}

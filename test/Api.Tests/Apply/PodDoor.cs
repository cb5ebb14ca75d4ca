using System.Text;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Api.Tests.Apply;

/// <summary>The main door of real kinds.</summary>
internal static class PodDoor
{
    private static readonly Scheme s_scheme = ApiScheme.Create();

    public static SchemaModelTypes Types { get; } = new(ApiSchema.Create());

    public static ApplyScope Scope(string group, string version, string kind)
    {
        var gvk = new GroupVersionKind(group, version, kind);
        return new(gvk, Types.Find(gvk)!)
        {
            Filters = new Dictionary<string, FieldFilter> { [gvk.ToApiVersion()] = FieldFilter.AllBut(["status"]) },
        };
    }

    /// <summary>The object of the kind with nothing set, as it is encoded.</summary>
    public static JsonValue Empty(GroupVersionKind kind) =>
        Parse(Encode($$"""{"apiVersion":"{{kind.ToApiVersion()}}","kind":"{{kind.Kind}}"}"""));

    /// <summary>Decodes and encodes: the bytes a server would have.</summary>
    public static byte[] Encode(string json) =>
        ObjectJson.Encode(ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, DecodeOptions.Default).Value!);

    public static JsonValue Parse(ReadOnlySpan<byte> json)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        return JsonValueCodec.ReadJson(ref reader);
    }
}

using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Testing.Tests.CustomResources;

/// <summary>Definitions and objects of <c>stable.example.com</c>, as short as tests need them.</summary>
internal static class CustomCluster
{
    public const string Group = "stable.example.com";

    public static string Definition(string plural, string kind, string schema = "type: object\nx-kubernetes-preserve-unknown-fields: true") => $"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {plural}.{Group}
        spec:
          group: {Group}
          scope: Namespaced
          names:
            plural: {plural}
            kind: {kind}
          versions:
          - name: v1
            served: true
            storage: true
            subresources:
              status: {"{}"}
            schema:
              openAPIV3Schema:
                {schema.Replace("\n", "\n        ", StringComparison.Ordinal)}
          - name: v2
            served: true
            storage: false
            schema:
              openAPIV3Schema:
                type: object
                x-kubernetes-preserve-unknown-fields: true
        """;

    public static async Task DefineAsync(this TestCluster cluster, string plural, string definition, CancellationToken cancel)
    {
        await cluster.ApplyAsync(definition, cancel);
        await cluster.EventuallyAsync<CustomResourceDefinition>($"{plural}.{Group}", static it => Condition(it, "Established") == "True", cancel);
    }

    public static string? Condition(CustomResourceDefinition definition, string type) =>
        definition.Status.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status;

    public static ApiCall Call(ApiVerb verb, string plural, string name = "", string version = "v1") =>
        new(verb, new GroupVersionResource(Group, version, plural)) { Namespace = "default", Name = name };

    public static async Task<ApiResult<IObject>> CreateAsync(this TestCluster cluster, string plural, string json, CancellationToken cancel) =>
        await cluster.Client.SendAsync(Call(ApiVerb.Create, plural) with { Body = Read(json) }, cancel);

    public static async Task<DynamicObject> GetAsync(
        this TestCluster cluster, string plural, string name, CancellationToken cancel, string version = "v1") =>
        (DynamicObject)(await cluster.Client.SendAsync(Call(ApiVerb.Get, plural, name, version), cancel)).Value;

    public static DynamicObject Read(string json) => DynamicObject.Decode(Encoding.UTF8.GetBytes(json), DecodeOptions.Default).Value!;
}

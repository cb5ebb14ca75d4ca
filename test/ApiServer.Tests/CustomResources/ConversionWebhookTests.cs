using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.CustomResources;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Authentication;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.CustomResources;

public sealed class ConversionWebhookTests : IDisposable
{
    private const string Old = """{"apiVersion":"example.com/v1","kind":"A","metadata":{"name":"a","labels":{"l":"1"}},"x":1}""";
    private const string New = """{"apiVersion":"example.com/v2","kind":"A","metadata":{"name":"b"},"y":2}""";

    private readonly ClusterView _cluster = new(TimeProvider.System, new IdSource(1));

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Convert_AsksAboutThoseOfOtherVersionsAndKeepsTheOrder()
    {
        await using var stub = await HttpsStub.StartAsync(http => AnswerAsync(http, static made => made["y"] = made["x"]!.DeepClone()));
        var webhook = WebhookAt(stub);

        var made = await webhook.ConvertAsync([Read(New), Read(Old)], Version("v2"), TestContext.Current.CancellationToken);

        Assert.Equal(["b 2", "a 1"], made.Select(static value => $"{value.Metadata.Name} {value["y"]}"));
        Assert.All(made, static value => Assert.Equal("example.com/v2", value.Gvk.ToApiVersion()));
    }

    [Fact]
    public async Task Convert_OfWhatIsInTheVersion_AsksNobody()
    {
        await using var stub = await HttpsStub.StartAsync(static http => AnswerAsync(http, static _ => { }));
        var webhook = WebhookAt(stub);

        await webhook.ConvertAsync([Read(New)], Version("v2"), TestContext.Current.CancellationToken);

        Assert.Equal(0, stub.Asked);
    }

    [Fact]
    public async Task Convert_AnswerOfManyLargeObjects_IsRead()
    {
        await using var stub = await HttpsStub.StartAsync(static http => AnswerAsync(http, static made => made["y"] = new string('y', 1 << 20)));
        var webhook = WebhookAt(stub);

        var made = await webhook.ConvertAsync([.. Enumerable.Repeat(Read(Old), 5)], Version("v2"), TestContext.Current.CancellationToken);

        Assert.Equal(5, made.Count(static value => value["y"].AsString()!.Length == 1 << 20));
    }

    [Fact]
    public async Task Convert_IntoAnotherName_IsRefused()
    {
        await using var stub = await HttpsStub.StartAsync(http => AnswerAsync(http, static made => made["metadata"]!["name"] = "z"));
        var webhook = WebhookAt(stub);

        var refused = await Assert.ThrowsAsync<ConversionException>(
            () => webhook.ConvertAsync([Read(Old)], Version("v2"), TestContext.Current.CancellationToken));

        Assert.Equal(
            "conversion webhook for example.com/v1, Kind=A failed: invalid metadata in object at index 0: name, namespace and uid must not change",
            refused.Message);
    }

    private static async Task AnswerAsync(HttpContext http, Action<JsonObject> convert)
    {
        var review = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        var request = review["request"]!;
        var made = new JsonArray();
        foreach (var asked in request["objects"]!.AsArray())
        {
            var converted = (JsonObject)asked!.DeepClone();
            converted["apiVersion"] = request["desiredAPIVersion"]!.DeepClone();
            convert(converted);
            made.Add(converted);
        }

        review.Remove("request");
        review["response"] = new JsonObject
        {
            ["uid"] = request["uid"]!.DeepClone(),
            ["convertedObjects"] = made,
            ["result"] = new JsonObject { ["status"] = "Success" },
        };
        await http.Response.WriteAsync(review.ToJsonString(), http.RequestAborted);
    }

    private ConversionWebhook WebhookAt(HttpsStub stub) => new(
        new WebhookClientConfig { Url = stub.Url + "/convert", CaBundle = Bytes.Copy(Encoding.UTF8.GetBytes(stub.AuthorityPem)) },
        _cluster.Webhooks, new IdSource(1), TimeProvider.System);

    private static CustomVersion Version(string name)
    {
        var schema = new JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true };
        var definition = new CustomResourceDefinition
        {
            Spec = new() { Group = "example.com" },
            Status = new() { AcceptedNames = new() { Kind = "A" } },
        };
        return new(definition, new() { Name = name, Schema = new() { OpenAPIV3Schema = schema } });
    }

    private static DynamicObject Read(string json) => DynamicObject.Decode(Encoding.UTF8.GetBytes(json), DecodeOptions.Default).Value!;
}

using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Dynamic;
using static Kybernet.Testing.Tests.CustomResources.CustomCluster;

namespace Kybernet.Testing.Tests.CustomResources;

public sealed class CustomResourceTests : LimitedTest
{
    private const string Schema = """
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size:
                type: integer
                maximum: 9
              color:
                type: string
                default: blue
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
        """;

    private const string Widget = """{"apiVersion":"stable.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":1,"odd":true}}""";

    [Fact]
    public async Task Create_FillsInDefaultsAndDropsWhatTheSchemaDoesNotKnow()
    {
        await using var cluster = await StartAsync();

        var created = (DynamicObject)(await cluster.CreateAsync("widgets", Widget, Cancel)).Value;

        Assert.Equal("blue", created["spec"]["color"].AsString());
        Assert.True(created["spec"]["odd"].IsNull);
        Assert.Equal(1, created.Metadata.Generation);
        Assert.Equal(created, await cluster.GetAsync("widgets", "a", Cancel));
    }

    [Fact]
    public async Task Create_OfWhatTheSchemaForbids_SaysWhereAndWhy()
    {
        await using var cluster = await StartAsync();

        var refused = await cluster.CreateAsync("widgets", Widget.Replace("\"size\":1", "\"size\":10", StringComparison.Ordinal), Cancel);

        Assert.True(refused.Error!.IsInvalid);
        Assert.Contains(
            "spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9", refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAnotherVersion_IsTheSameObjectInThatVersion()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync("widgets", Widget, Cancel);

        var read = await cluster.GetAsync("widgets", "a", Cancel, "v2");

        Assert.Equal("stable.example.com/v2", read.Gvk.ToApiVersion());
        Assert.Equal(1, read["spec"]["size"].AsInteger());
    }

    [Fact]
    public async Task Patch_OfTheStatus_LeavesTheSpecAndItsGeneration()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync("widgets", Widget, Cancel);

        await PatchAsync(cluster, "status", """{"spec":{"size":2},"status":{"ready":true}}""");
        var read = await cluster.GetAsync("widgets", "a", Cancel);

        Assert.Equal((1, true, 1), (read["spec"]["size"].AsInteger(), read["status"]["ready"].AsBool(), read.Metadata.Generation));
    }

    [Fact]
    public async Task Patch_OfTheSpec_RaisesTheGenerationAndLeavesTheStatus()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync("widgets", Widget, Cancel);

        await PatchAsync(cluster, "", """{"spec":{"size":2},"status":{"ready":true}}""");
        var read = await cluster.GetAsync("widgets", "a", Cancel);

        Assert.Equal((2, null, 2), (read["spec"]["size"].AsInteger(), read["status"]["ready"].AsBool(), read.Metadata.Generation));
    }

    [Fact]
    public async Task Apply_OfTwoManagers_MergesAndRefusesWhatTheOtherOwns()
    {
        await using var cluster = await StartAsync();
        var call = Call(ApiVerb.Apply, "widgets", "a");

        await cluster.Client.SendAsync(call with { Body = Read(Widget.Replace(",\"odd\":true", "", StringComparison.Ordinal)), FieldManager = "one" }, Cancel);
        var other = Read(Widget.Replace("\"size\":1,\"odd\":true", "\"size\":3,\"color\":\"red\"", StringComparison.Ordinal));
        var refused = await cluster.Client.SendAsync(call with { Body = other, FieldManager = "two" }, Cancel);

        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .spec.size", refused.Error!.Message);
    }

    private async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget", Schema), Cancel);
        return cluster;
    }

    private async Task PatchAsync(TestCluster cluster, string subresource, string json)
    {
        var call = Call(ApiVerb.Patch, "widgets", "a") with { Subresource = subresource, Patch = ObjectPatch.Merge(json) };
        Assert.Null((await cluster.Client.SendAsync(call, Cancel)).Error);
    }
}

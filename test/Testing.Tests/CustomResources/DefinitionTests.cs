using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Meta;
using static Kybernet.Testing.Tests.CustomResources.CustomCluster;

namespace Kybernet.Testing.Tests.CustomResources;

public sealed class DefinitionTests : LimitedTest
{
    private const string Held = """{"apiVersion":"stable.example.com/v1","kind":"Widget","metadata":{"name":"a","finalizers":["example.com/held"]}}""";

    [Fact]
    public async Task Established_MeansServedAndDiscovered()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        await cluster.DefineAsync("widgets", Definition("widgets", "Widget"), Cancel);

        var served = (await cluster.Discovery.ResourcesAsync(Cancel)).Value.Where(static it => it.Resource.Group == Group);
        Assert.Equal(["v1", "v2"], served.Select(static it => it.Resource.Version).Order());
        Assert.Null((await cluster.Client.ListAsync(Call(ApiVerb.List, "widgets"), Cancel)).Error);
    }

    [Fact]
    public async Task Name_OfAnother_IsHadWhenTheOtherIsGone()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget"), Cancel);

        await cluster.ApplyAsync(Definition("gadgets", "Widget"), Cancel);
        var refused = await cluster.EventuallyAsync<CustomResourceDefinition>(
            $"gadgets.{Group}", static it => Condition(it, "NamesAccepted") is not null, Cancel);
        await cluster.Client.DeleteAsync<CustomResourceDefinition>(new("", $"widgets.{Group}"), DeleteOptions.Empty, Cancel);
        var accepted = await cluster.EventuallyAsync<CustomResourceDefinition>(
            $"gadgets.{Group}", static it => Condition(it, "Established") == "True", Cancel);

        Assert.Equal(["ListKindConflict"], refused.Status.Conditions.Where(static it => it.Type == "NamesAccepted").Select(static it => it.Reason));
        Assert.Equal("Widget", accepted.Status.AcceptedNames.Kind);
    }

    [Fact]
    public async Task Delete_WaitsForTheObjectsAndLetsNobodyCreateMore()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget"), Cancel);
        await cluster.CreateAsync("widgets", Held, Cancel);

        await cluster.Client.DeleteAsync<CustomResourceDefinition>(new("", $"widgets.{Group}"), DeleteOptions.Empty, Cancel);
        await cluster.EventuallyAsync<CustomResourceDefinition>(
            $"widgets.{Group}", static it => it.Status.Conditions.Any(static condition => condition.Reason == "InstanceDeletionInProgress"), Cancel);
        var refused = await cluster.CreateAsync("widgets", Held.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), Cancel);
        await FreeAsync(cluster);
        await GoneAsync(cluster);

        Assert.Contains("create not allowed while custom resource definition is terminating", refused.Error!.Message, StringComparison.Ordinal);
        Assert.True((await cluster.Client.SendAsync(Call(ApiVerb.Get, "widgets", "a"), Cancel)).Error!.IsNotFound);
    }

    [Fact]
    public async Task Delete_EndsWatches()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget"), Cancel);
        await cluster.CreateAsync("widgets", Held.Replace("\"example.com/held\"", "", StringComparison.Ordinal), Cancel);
        var seen = new List<WatchNoticeKind>();

        await foreach (var notice in cluster.Client.WatchAsync(Call(ApiVerb.List, "widgets"), Cancel))
        {
            seen.Add(notice.Kind);
            if (seen.Count == 1)
                await cluster.Client.DeleteAsync<CustomResourceDefinition>(new("", $"widgets.{Group}"), DeleteOptions.Empty, Cancel);
        }

        Assert.Equal(WatchNoticeKind.Added, seen[0]);
    }

    [Fact]
    public async Task Create_WithRulesNobodyKeeps_IsRefused()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        const string Schema = "type: object\nx-kubernetes-validations:\n- rule: self.a < amount('3')";

        var refused = await Assert.ThrowsAsync<ApiException>(() => cluster.ApplyAsync(Definition("widgets", "Widget", Schema), Cancel));

        Assert.Contains("the function 'amount' is not supported in rules by this server yet", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_OfASchema_AreKept()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        const string Schema =
            "type: object\nproperties:\n  spec:\n    type: object\n    properties: {low: {type: integer}, high: {type: integer}}\n"
            + "    x-kubernetes-validations:\n    - {rule: self.low <= self.high, message: low is too high}";
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget", Schema), Cancel);
        const string Right = """{"apiVersion":"stable.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"low":1,"high":2}}""";

        var right = await cluster.CreateAsync("widgets", Right, Cancel);
        var wrong = await cluster.CreateAsync("widgets", Right.Replace("1,", "3,", StringComparison.Ordinal), Cancel);

        Assert.Null(right.Error);
        Assert.Equal("Widget.stable.example.com \"a\" is invalid: spec: Invalid value: low is too high", wrong.Error!.Message);
    }

    private async Task FreeAsync(TestCluster cluster)
    {
        var patch = ObjectPatch.Merge("""{"metadata":{"finalizers":null}}""");
        await cluster.Client.SendAsync(Call(ApiVerb.Patch, "widgets", "a") with { Patch = patch }, Cancel);
    }

    private async Task GoneAsync(TestCluster cluster)
    {
        while ((await cluster.Client.GetAsync<CustomResourceDefinition>(new("", $"widgets.{Group}"), Cancel)).IsOk) await Task.Yield();
    }
}

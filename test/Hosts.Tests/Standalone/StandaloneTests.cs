using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Tests.Standalone;

public sealed class StandaloneTests : IDisposable
{
    private readonly Kyb _kyb = new();

    public void Dispose() => _kyb.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Deployment_SchedulerAndControllersElsewhere_PodsAreBound()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await RunningCommand.StartAsync(
            _kyb, "server --data-dir DIR/s --secure-port 0 --store memory --disable scheduler,controllers", cancel);
        await using var scheduler = await RunningCommand.StartAsync(_kyb, "scheduler --kubeconfig DIR/s/scheduler.kubeconfig", cancel);
        await using var controllers = await RunningCommand.StartAsync(
            _kyb, "controller-manager --kubeconfig DIR/s/controller-manager.kubeconfig --root-ca-file DIR/s/pki/ca.crt", cancel);
        using var administrator = new Administrator(_kyb.PathOf("s/admin.kubeconfig"));
        var client = administrator.Client;

        Assert.Null((await client.CreateAsync(ReadyNode.Create(), cancel)).Error);
        Assert.Null((await client.CreateAsync(Web(replicas: 3), cancel)).Error);

        var bound = new HashSet<string>();
        await foreach (var notice in client.WatchAsync<Pod>("default", "", cancel))
        {
            if (notice.Object.Spec.NodeName == "n1") bound.Add(notice.Object.Metadata.Name);
            if (bound.Count == 3) break;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Token_CreatedAndDeleted_IsListedBetween()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await RunningCommand.StartAsync(_kyb, "server --data-dir DIR/s --secure-port 0 --store memory", cancel);
        const string Kubeconfig = "--kubeconfig DIR/s/admin.kubeconfig";

        var token = (await _kyb.SucceedAsync($"token create {Kubeconfig}", cancel)).Trim();
        Assert.Contains(token, await _kyb.SucceedAsync($"token list {Kubeconfig}", cancel), StringComparison.Ordinal);
        await _kyb.SucceedAsync($"token delete {token} {Kubeconfig}", cancel);
        Assert.DoesNotContain(token, await _kyb.SucceedAsync($"token list {Kubeconfig}", cancel), StringComparison.Ordinal);
    }

    private static Deployment Web(int replicas)
    {
        var labels = MapOf.Of(("app", "web"));
        return new()
        {
            Metadata = new() { Namespace = "default", Name = "web" },
            Spec = new()
            {
                Replicas = replicas,
                Selector = new() { MatchLabels = labels },
                Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [new() { Name = "c", Image = "web:1" }] } },
            },
        };
    }
}

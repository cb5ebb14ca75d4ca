using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Tracing;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Tests.Tracing;

/// <summary>A whole control plane in this process: what follows from one request can be read off the spans.</summary>
public sealed class TraceTests : IDisposable
{
    // Keys of queues are told apart by name only, and other tests run beside this one.
    private const string Name = "traced";

    /// <summary>The request itself.</summary>
    private static readonly string[] s_request =
    [
        "create deployments.apps", "authentication", "priorityandfairness", "authorization", "decode", "default", "Create", "mutating admission",
        "validate", "validating admission", "etcd.Txn Deployment", "SerializeObject",
    ];

    /// <summary>What others made of it: watches tell while the answer is still on its way.</summary>
    private static readonly string[] s_consequences =
    [
        "etcd.Txn Deployment", "WatchEvent Deployment", "Enqueue deployment-controller", "Reconcile deployment-controller", "etcd.Txn ReplicaSet",
        "WatchEvent ReplicaSet", "Reconcile replicaset-controller", "etcd.Txn Pod", "Scheduling Pod", "Filter", "Binding", "create pods/binding",
        "etcd.Txn Pod", "WatchEvent Pod",
    ];

    private readonly Kyb _kyb = new();
    private readonly SpanRecorder _recorder = new();

    public void Dispose()
    {
        _recorder.Dispose();
        _kyb.Dispose();
    }

    [Fact(Timeout = 240_000)]
    public async Task Deployment_Created_ItsWalkHasEveryStepInOrder()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await RunningCommand.StartAsync(_kyb, "server --data-dir DIR/s --secure-port 0 --store memory", cancel);
        using var administrator = new Administrator(_kyb.PathOf("s/admin.kubeconfig"));
        var client = administrator.Client;
        Assert.Null((await client.CreateAsync(ReadyNode.Create(), cancel)).Error);
        _recorder.Start();

        Assert.Null((await client.CreateAsync(Web(), cancel)).Error);
        await foreach (var notice in client.WatchAsync<Pod>("default", "", cancel))
            if (notice.Object.Spec.NodeName == "n1") break;

        var walk = await WalkAsync(cancel);
        Assert.Equal(s_request, InOrder(walk, s_request));
        Assert.Equal(s_consequences, InOrder(walk, s_consequences));
        Assert.Contains("Scheduling Pod", WalkText.Of(walk), StringComparison.Ordinal);
    }

    /// <summary>The walk of the deployment once it reaches as far as the notice of the bound pod.</summary>
    private async Task<Walk> WalkAsync(CancellationToken cancel)
    {
        while (true)
        {
            var spans = _recorder.Spans;
            if (spans.FirstOrDefault(static span => Walk.IsRoot(span) && span.Name == s_request[0]) is { } root && Walk.Of(root, spans) is var walk
                && (InOrder(walk, s_consequences).Count == s_consequences.Length || cancel.IsCancellationRequested)) return walk;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>The first of the steps that are there one after the other.</summary>
    private static List<string> InOrder(Walk walk, string[] steps)
    {
        var found = new List<string>();
        foreach (var span in walk.Spans)
            if (found.Count < steps.Length && Title(span) == steps[found.Count]) found.Add(steps[found.Count]);
        return found;
    }

    private static string Title(Span span) =>
        $"{span.Name} {(span[SpanTags.Queue].Length > 0 ? span[SpanTags.Queue] : span[SpanTags.Kind])}".Trim();

    private static Deployment Web()
    {
        var labels = MapOf.Of(("app", Name));
        return new()
        {
            Metadata = new() { Namespace = "default", Name = Name },
            Spec = new()
            {
                Selector = new() { MatchLabels = labels },
                Template = new()
                {
                    Metadata = new() { Labels = labels },
                    Spec = new() { Containers = [new() { Name = "a", Image = "nginx:1" }] },
                },
            },
        };
    }
}

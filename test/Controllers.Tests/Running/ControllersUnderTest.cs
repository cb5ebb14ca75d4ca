using System.Collections.Concurrent;
using Kybernet.Client.Events;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Objects;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Controllers.Tests.Running;

/// <summary>A cluster with controllers that run, each with the rights of its own service account and no more.</summary>
internal sealed class ControllersUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    private ControllersUnderTest(TestCluster cluster, ControllersOptions options)
    {
        Cluster = cluster;
        Context = new(
            identity => cluster.ClientOf(
                $"system:serviceaccount:kube-system:{identity}", "system:serviceaccounts", "system:serviceaccounts:kube-system"),
            cluster.Informers,
            _ => Events,
            cluster.Clock,
            1,
            options,
            NullLoggerFactory.Instance)
        {
            Discovery = cluster.Discovery,
        };
    }

    public TestCluster Cluster { get; }

    public ControllerContext Context { get; }

    public RecordedEvents Events { get; } = new();

    public static async Task<ControllersUnderTest> StartAsync(
        ControllersOptions options, CancellationToken cancel, params Func<ControllerContext, IControllerLoop>[] controllers)
    {
        var made = new ControllersUnderTest(await TestCluster.StartAsync(new(), cancel), options);
        made.Run(controllers);
        return made;
    }

    public void Run(params Func<ControllerContext, IControllerLoop>[] controllers)
    {
        foreach (var create in controllers) _running.Add(create(Context).RunAsync(_stop.Token));
    }

    /// <summary>Lets the cluster's time pass, step by step, until something is so.</summary>
    public async Task PassAsync(TimeSpan step, Func<ValueTask<bool>> isSo, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            Cluster.Clock.Advance(step);
            // Lets what the step set off run.
            for (var i = 0; i < 20; i++) await Task.Yield();
            await Task.Delay(1, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_running);
        }
        catch (OperationCanceledException)
        {
        }

        await Cluster.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>Keeps the events that controllers record.</summary>
internal sealed class RecordedEvents : IEventRecorder
{
    private readonly ConcurrentQueue<(string About, string Type, string Reason, string Message)> _events = [];

    public IReadOnlyCollection<(string About, string Type, string Reason, string Message)> All => _events;

    public void Record(IObject regarding, string type, string reason, string message) =>
        _events.Enqueue((regarding.Metadata.Name, type, reason, message));
}

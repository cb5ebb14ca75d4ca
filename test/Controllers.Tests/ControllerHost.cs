using Kybernet.Client.Events;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Objects;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Controllers.Tests;

/// <summary>Controllers on a cluster, as long as a test runs, each with its own service account: the cluster's roles hold for them.</summary>
internal sealed class ControllerHost : IAsyncDisposable, IEventRecorder
{
    private readonly CancellationTokenSource _stop;
    private readonly List<string> _events = [];
    private Task _running = Task.CompletedTask;

    private ControllerHost(CancellationToken cancel) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    /// <summary><c>Reason message</c> of what was recorded, in order.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events) return [.. _events];
        }
    }

    public static ControllerHost Start(TestCluster cluster, CancellationToken cancel, params Func<ControllerContext, IControllerLoop>[] controllers)
    {
        var host = new ControllerHost(cancel);
        var context = new ControllerContext(
            name => cluster.ClientOf($"system:serviceaccount:kube-system:{name}", "system:serviceaccounts", "system:serviceaccounts:kube-system"),
            cluster.Informers, _ => host, cluster.Clock, 1, ControllersOptions.Default, NullLoggerFactory.Instance);
        host._running = Task.WhenAll(controllers.Select(create => create(context).RunAsync(host._stop.Token)));
        return host;
    }

    public void Record(IObject regarding, string type, string reason, string message)
    {
        lock (_events) _events.Add($"{reason} {message}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
        }

        _stop.Dispose();
    }
}

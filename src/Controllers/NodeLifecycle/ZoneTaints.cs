using System.Threading.Channels;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>The queues of nodes to be given up, one a zone, and the loop that serves them. Idle while no node waits.</summary>
internal sealed class ZoneTaints(ControllersOptions options, TimeProvider time)
{
    // Upstream: scheduler.NodeEvictionPeriod.
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    // Guards the queues' map. The queues have locks of their own, never taken with it held.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaintQueue> _queues = [];
    // Holds one word when there may be work.
    private readonly Channel<bool> _added = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public TaintQueue Of(string zone)
    {
        lock (_lock)
        {
            if (!_queues.TryGetValue(zone, out var queue)) _queues[zone] = queue = new(options.NodeEvictionRate, time);
            return queue;
        }
    }

    /// <summary>The node waits for its taint; one that was served before, and has not that taint, waits anew.</summary>
    public void Mark(Node node, string taint)
    {
        var queue = Of(Zones.Of(node));
        if (!NodeTaints.Has(node.Spec.Taints, taint, TaintEffect.NoExecute)) queue.Remove(node.Metadata.Name);
        if (queue.Add(node.Metadata.Name)) _added.Writer.TryWrite(true);
    }

    public void SwapRate(string zone, double perSecond)
    {
        Of(zone).SwapRate(perSecond);
        _added.Writer.TryWrite(true);
    }

    public async Task RunAsync(Func<string, ValueTask<bool>> serve, CancellationToken cancel)
    {
        while (true)
        {
            await _added.Reader.ReadAsync(cancel);
            while (true)
            {
                TaintQueue[] queues;
                lock (_lock) queues = [.. _queues.Values];
                foreach (var queue in queues) await queue.ServeAsync(serve);
                if (!Array.Exists(queues, static queue => queue.HasWork)) break;
                await Task.Delay(s_period, time, cancel);
            }
        }
    }
}

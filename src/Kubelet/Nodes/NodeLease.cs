using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Nodes;

/// <summary>Renews the node's lease: the cheap way to say that the node lives.</summary>
/// <remarks>Upstream: component-helpers/apimachinery/lease.</remarks>
internal sealed class NodeLease(KubeletOptions options, IClient client, TimeProvider time, ILogger log)
{
    private const string Namespace = "kube-node-lease";
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(7);

    private Lease? _last;

    public async Task RunAsync(CancellationToken cancel)
    {
        var period = options.NodeLeaseDuration / 4;
        var retry = s_retry;
        while (!cancel.IsCancellationRequested)
        {
            var isRenewed = await RenewAsync(cancel);
            retry = isRenewed ? s_retry : retry * 2 < s_longestRetry ? retry * 2 : s_longestRetry;
            await Task.Delay(isRenewed ? period : retry, time, cancel);
        }
    }

    public async Task<bool> RenewAsync(CancellationToken cancel)
    {
        var spec = new LeaseSpec
        {
            HolderIdentity = options.NodeName,
            LeaseDurationSeconds = (int)options.NodeLeaseDuration.TotalSeconds,
            RenewTime = MicroTime.From(time.GetUtcNow()),
        };
        if (_last is null)
        {
            var read = await client.GetAsync<Lease>(new(Namespace, options.NodeName), cancel);
            if (!read.TryGet(out _last, out var error))
            {
                if (!error.IsNotFound) return Failed(error.Message);
                var created = await client.CreateAsync(new Lease { Metadata = await MetadataAsync(cancel), Spec = spec }, cancel);
                return created.TryGet(out _last, out error) || Failed(error.Message);
            }
        }

        var updated = await client.UpdateAsync(_last with { Spec = spec }, cancel);
        if (updated.TryGet(out var renewed, out var refused))
        {
            _last = renewed;
            return true;
        }

        // Somebody changed it: read it anew.
        _last = null;
        return Failed(refused.Message);
    }

    /// <summary>Owned by the node, so that it goes with it.</summary>
    private async Task<ObjectMeta> MetadataAsync(CancellationToken cancel)
    {
        var metadata = new ObjectMeta { Name = options.NodeName, Namespace = Namespace };
        var node = await client.GetAsync<Node>(new(options.NodeName), cancel);
        return node.TryGet(out var found, out _)
            ? metadata with { OwnerReferences = [new() { ApiVersion = "v1", Kind = "Node", Name = options.NodeName, Uid = found.Metadata.Uid }] }
            : metadata;
    }

    private bool Failed(string message)
    {
        KubeletLog.NodeFailed(log, options.NodeName, "lease", message);
        return false;
    }
}

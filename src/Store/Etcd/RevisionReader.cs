using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Finds out where the cluster's revisions stand.</summary>
internal sealed class RevisionReader(EtcdCaller caller, WatchOpener watches, EtcdStoreOptions options)
{
    /// <summary>Any key does: the answer's header is what is wanted.</summary>
    private static readonly Proto.RangeRequest Probe = new() { Key = Wire.ToWire(KeyRange.All.Start), CountOnly = true };

    /// <summary>The cluster's current revision, not just one member's.</summary>
    public async ValueTask<CallOutcome<ResponseHeader>> CurrentAsync(CancellationToken cancel)
    {
        var outcome = await caller.ReadAsync(static (to, wire, call) => to.Kv.RangeAsync(wire, call).ResponseAsync, Probe, cancel);
        return outcome.TryGet(out var answer, out var failure) ? new(answer.Header) : new(failure, outcome.OutcomeUnknown);
    }

    /// <summary>
    /// The oldest revision that can be read, or none if nothing is compacted or nobody answers. Only a watch tells: one that
    /// starts too early is canceled with it.
    /// </summary>
    public async ValueTask<Revision> CompactedAsync(CancellationToken cancel)
    {
        try
        {
            var create = new WatchCreateRequest { Key = Wire.ToWire(KeyRange.All.Start), RangeEnd = Wire.ToWire(KeyRange.All.End), StartRevision = 1 };
            using var stream = await watches.OpenAsync(create, options.RequestTimeout, cancel);
            var first = await stream.NextAsync().WaitAsync(options.RequestTimeout, caller.Time, cancel);
            return new(first.CompactRevision);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            return Revision.None;
        }
    }
}

using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>
/// Finds the last change of a range up to a revision by reading all changes: what stands in for a progress mark on members
/// whose own cannot be trusted.
/// </summary>
/// <remarks>
/// Every revision changes at least one key, so a watch over all keys is complete up to R as soon as it has said an event of R or
/// later; once the watch in question has said the last of those events that lie in its range, it is complete up to R as well. The
/// price is to read what happened since the watch last said something.
/// </remarks>
internal sealed class ProgressScan(WatchOpener watches, EtcdStoreOptions options)
{
    /// <summary>
    /// The revision of the last event <paramref name="request"/> asks for in (<paramref name="after"/>, <paramref name="upTo"/>], or
    /// none. Throws <see cref="RpcException"/> or <see cref="TimeoutException"/>.
    /// </summary>
    public async Task<Revision> LastEventAsync(WatchRequest request, Revision after, Revision upTo, CancellationToken cancel)
    {
        var create = new WatchCreateRequest
        {
            Key = Wire.ToWire(KeyRange.All.Start),
            RangeEnd = Wire.ToWire(KeyRange.All.End),
            StartRevision = after.Next.Value,
        };
        var last = Revision.None;
        while (true)
        {
            using var stream = await watches.OpenAsync(create, options.RequestTimeout, cancel);
            while (true)
            {
                var response = await stream.NextAsync().WaitAsync(options.RequestTimeout, watches.Caller.Time, cancel);
                if (response.Canceled && response.CompactRevision > create.StartRevision)
                {
                    // What is compacted away was not held back for the watch in question: a watch that far behind is canceled itself.
                    create.StartRevision = response.CompactRevision;
                    break;
                }

                if (response.Canceled) throw new RpcException(new Status(StatusCode.Aborted, response.CancelReason));
                foreach (var change in response.Events)
                {
                    var revision = new Revision(change.Kv.ModRevision);
                    if (revision <= upTo && IsWanted(request, change)) last = revision;
                    if (revision >= upTo && change == response.Events[^1]) return last;
                }
            }
        }
    }

    private static bool IsWanted(WatchRequest request, Event change) =>
        !(change.Type == Event.Types.EventType.Put ? request.NoPuts : request.NoDeletes) && request.Keys.Contains(change.Kv.Key.Span);
}

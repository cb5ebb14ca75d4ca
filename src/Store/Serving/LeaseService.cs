using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>etcd's Lease service.</summary>
internal sealed class LeaseService(IStore store, ServedMember member, EtcdServerOptions options) : Lease.LeaseBase
{
    public override async Task<LeaseGrantResponse> LeaseGrant(LeaseGrantRequest request, ServerCallContext context)
    {
        if (request.TTL > options.Limits.MaxLeaseTtlSeconds) throw ServingErrors.Of(StatusCode.OutOfRange, EtcdMessages.LeaseTtlTooLarge);
        var ttl = Math.Max(request.TTL, options.MinLeaseTtlSeconds);
        var result = await store.GrantLeaseAsync(new(request.ID), ttl, context.CancellationToken);
        if (!result.TryGet(out var lease, out var error)) throw ServingErrors.ToRpc(error);
        return new() { Header = member.Header(lease.Revision), ID = lease.Id.Value, TTL = lease.TtlSeconds };
    }

    public override async Task<LeaseRevokeResponse> LeaseRevoke(LeaseRevokeRequest request, ServerCallContext context)
    {
        var result = await store.RevokeLeaseAsync(new(request.ID), context.CancellationToken);
        if (!result.TryGet(out var revision, out var error)) throw ServingErrors.ToRpc(error);
        return new() { Header = member.Header(revision) };
    }

    /// <summary>A lease there is not is answered with no time to live, not with an error: the stream serves other leases as well.</summary>
    public override async Task LeaseKeepAlive(
        IAsyncStreamReader<LeaseKeepAliveRequest> requestStream, IServerStreamWriter<LeaseKeepAliveResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var id = new LeaseId(requestStream.Current.ID);
            var result = await store.KeepLeaseAliveAsync(id, context.CancellationToken);
            var answer = new LeaseKeepAliveResponse { ID = id.Value };
            if (result.TryGet(out var lease, out var error))
            {
                answer.Header = member.Header(lease.Revision);
                answer.TTL = lease.TtlSeconds;
            }
            else
            {
                if (error is not StoreError.LeaseNotFound) throw ServingErrors.ToRpc(error);
                answer.Header = member.Header(await store.CurrentRevisionAsync(context.CancellationToken));
            }

            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }

    public override async Task<LeaseTimeToLiveResponse> LeaseTimeToLive(LeaseTimeToLiveRequest request, ServerCallContext context)
    {
        var result = await store.GetLeaseAsync(new(request.ID), request.Keys, context.CancellationToken);
        if (!result.TryGet(out var lease, out var error))
        {
            if (error is not StoreError.LeaseNotFound) throw ServingErrors.ToRpc(error);
            return new() { Header = member.Header(await store.CurrentRevisionAsync(context.CancellationToken)), ID = request.ID, TTL = -1 };
        }

        var answer = new LeaseTimeToLiveResponse
        {
            Header = member.Header(lease.Revision),
            ID = request.ID,
            TTL = lease.RemainingSeconds,
            GrantedTTL = lease.GrantedTtlSeconds,
        };
        foreach (var key in lease.Keys) answer.Keys.Add(Wire.ToWire(key));
        return answer;
    }

    public override async Task<LeaseLeasesResponse> LeaseLeases(LeaseLeasesRequest request, ServerCallContext context)
    {
        var result = await store.ListLeasesAsync(context.CancellationToken);
        if (!result.TryGet(out var leases, out var error)) throw ServingErrors.ToRpc(error);
        var answer = new LeaseLeasesResponse { Header = member.Header(await store.CurrentRevisionAsync(context.CancellationToken)) };
        foreach (var lease in leases) answer.Leases.Add(new Proto.LeaseStatus { ID = lease.Value });
        return answer;
    }
}

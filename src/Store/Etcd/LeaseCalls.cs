using System.Collections.Immutable;
using Grpc.Core;
using Kybernet.Base;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Leases over etcd's API.</summary>
/// <remarks>
/// etcd's own client repeats all of these. Grants and revocations are not repeated here once they may have been done: after an
/// unseen success the repetition would be answered "exists" or "not found", which is not what became of the request.
/// </remarks>
internal sealed class LeaseCalls(EtcdCaller caller, EtcdStoreOptions options)
{
    public async ValueTask<StoreResult<LeaseGrant>> GrantAsync(LeaseId id, long ttlSeconds, CancellationToken cancel)
    {
        if (ttlSeconds < 1) return new StoreError.Invalid($"a lease's time to live must be at least 1 second, not {ttlSeconds}");
        var outcome = await caller.WriteAsync(
            static (to, wire, call) => to.Lease.LeaseGrantAsync(wire, call).ResponseAsync,
            new LeaseGrantRequest { ID = id.Value, TTL = ttlSeconds },
            cancel);
        if (outcome.TryGet(out var answer, out var failure)) return new LeaseGrant(new(answer.Header.Revision), new(answer.ID), answer.TTL);
        return EtcdErrors.Translate(failure, outcome.OutcomeUnknown, new() { Lease = id, TtlSeconds = ttlSeconds }, options.Limits);
    }

    public async ValueTask<StoreResult<Revision>> RevokeAsync(LeaseId id, CancellationToken cancel)
    {
        var outcome = await caller.WriteAsync(
            static (to, wire, call) => to.Lease.LeaseRevokeAsync(wire, call).ResponseAsync, new LeaseRevokeRequest { ID = id.Value }, cancel);
        if (outcome.TryGet(out var answer, out var failure)) return new Revision(answer.Header.Revision);
        return EtcdErrors.Translate(failure, outcome.OutcomeUnknown, new() { Lease = id }, options.Limits);
    }

    public async ValueTask<StoreResult<LeaseGrant>> KeepAliveAsync(LeaseId id, CancellationToken cancel)
    {
        var outcome = await caller.ReadAsync(static (to, wire, call) =>
            KeepAliveOnceAsync(to, wire, call), new LeaseKeepAliveRequest { ID = id.Value }, cancel);
        if (!outcome.TryGet(out var answer, out var failure))
            return EtcdErrors.Translate(failure, outcome.OutcomeUnknown, new() { Lease = id }, options.Limits);
        // etcd answers for a lease it does not have with no time to live.
        if (answer.TTL <= 0) return new StoreError.LeaseNotFound(id);
        return new LeaseGrant(new(answer.Header.Revision), id, answer.TTL);
    }

    public async ValueTask<StoreResult<LeaseStatus>> GetAsync(LeaseId id, bool withKeys, CancellationToken cancel)
    {
        var outcome = await caller.ReadAsync(
            static (to, wire, call) => to.Lease.LeaseTimeToLiveAsync(wire, call).ResponseAsync,
            new LeaseTimeToLiveRequest { ID = id.Value, Keys = withKeys },
            cancel);
        if (!outcome.TryGet(out var answer, out var failure))
            return EtcdErrors.Translate(failure, outcome.OutcomeUnknown, new() { Lease = id }, options.Limits);
        if (answer.TTL < 0) return new StoreError.LeaseNotFound(id);
        ImmutableArray<Bytes> keys = [.. answer.Keys.Select(Wire.FromWire).Order()];
        return new LeaseStatus(new(answer.Header.Revision), id, answer.GrantedTTL, answer.TTL, keys);
    }

    public async ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListAsync(CancellationToken cancel)
    {
        var outcome = await caller.ReadAsync(
            static (to, wire, call) => to.Lease.LeaseLeasesAsync(wire, call).ResponseAsync, new LeaseLeasesRequest(), cancel);
        if (!outcome.TryGet(out var answer, out var failure))
            return EtcdErrors.Translate(failure, outcome.OutcomeUnknown, default, options.Limits);
        return ImmutableArray.CreateRange(answer.Leases.Select(l => new LeaseId(l.ID)));
    }

    private static async Task<LeaseKeepAliveResponse> KeepAliveOnceAsync(EtcdEndpoint to, LeaseKeepAliveRequest request, CallOptions options)
    {
        using var call = to.Lease.LeaseKeepAlive(options);
        try
        {
            await call.RequestStream.WriteAsync(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // The call is over already; reading it tells why.
        }

        if (!await call.ResponseStream.MoveNext(CancellationToken.None))
            throw new RpcException(new Status(StatusCode.Unavailable, "the member ended the stream"));
        return call.ResponseStream.Current;
    }
}

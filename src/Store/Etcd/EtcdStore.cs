using System.Collections.Immutable;
using Grpc.Core;
using Kybernet.Store.Mvcc;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>The store's contract on a cluster of real etcd, over its v3 API.</summary>
/// <remarks>
/// <para>Requests go to one member until it fails, then to the next. A change whose outcome is not known (the connection broke
/// after it was sent, the cluster lost its leader meanwhile) is not repeated, but for a compare-and-swap of one key
/// (<see cref="LostSwap"/>): it is <see cref="StoreError.Unavailable"/> with <see cref="StoreError.Unavailable.OutcomeUnknown"/>.</para>
/// <para>etcd's errors say what was wrong but not where: an error about a lease or a key of a transaction names the first
/// operation it can be about. What is wrong in a request itself is found before it is sent, as in the other engines.</para>
/// </remarks>
public sealed class EtcdStore : IStore
{
    // Each try has the request's whole time; an election takes seconds.
    private const int SwapRepeats = 3;

    private readonly EtcdStoreOptions _options;
    private readonly EtcdEndpoints _endpoints;
    private readonly EtcdCaller _caller;
    private readonly WatchOpener _watches;
    private readonly RevisionReader _revisions;
    private readonly RangeReader _ranges;
    private readonly LeaseCalls _leases;
    private readonly StatusReader _status;

    /// <summary>Makes the client; it connects with the first request. Throws when the options or a certificate file are wrong.</summary>
    public EtcdStore(EtcdStoreOptions options, TimeProvider time)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        _options = options;
        _endpoints = new(options);
        _caller = new(_endpoints, options, time);
        _watches = new(_caller, options);
        _revisions = new(_caller, _watches, options);
        _ranges = new(_caller, options);
        _leases = new(_caller, options);
        _status = new(_caller, _revisions, options);
    }

    public async ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel)
    {
        if (TxnChecks.Check(request) is { } wrong) return wrong;
        var outcome = await _ranges.ReadAsync(request, cancel);
        if (outcome.TryGet(out var answer, out var failure)) return answer;
        return await FailAsync(failure, outcome.OutcomeUnknown, new() { Revision = request.Revision }, cancel);
    }

    public async ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel)
    {
        if (TxnChecks.Check(request, _options.Limits) is { } wrong) return wrong;
        var outcome = await _caller.WriteAsync(
            static (to, wire, call) => to.Kv.PutAsync(wire, call).ResponseAsync, EtcdRequests.ToWire(request), cancel);
        if (outcome.TryGet(out var answer, out var failure)) return EtcdRequests.FromWire(answer, new(answer.Header.Revision));
        var context = new FailureContext { Lease = request.Lease, Key = request.Key, RequestBytes = request.Key.Length + request.Value.Length };
        return await FailAsync(failure, outcome.OutcomeUnknown, context, cancel);
    }

    public async ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel)
    {
        if (TxnChecks.Check(request) is { } wrong) return wrong;
        var outcome = await _caller.WriteAsync(
            static (to, wire, call) => to.Kv.DeleteRangeAsync(wire, call).ResponseAsync, EtcdRequests.ToWire(request), cancel);
        if (outcome.TryGet(out var answer, out var failure)) return EtcdRequests.FromWire(answer, new(answer.Header.Revision));
        var context = new FailureContext { RequestBytes = request.Keys.Start.Length + request.Keys.End.Length };
        return await FailAsync(failure, outcome.OutcomeUnknown, context, cancel);
    }

    public async ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel)
    {
        if (TxnChecks.CheckShape(request, _options.Limits) is { } wrong) return wrong;
        var readOnly = request.Success.All(o => o is TxnOperation.Range) && request.Failure.All(o => o is TxnOperation.Range);
        var wire = EtcdRequests.ToWire(request);
        var outcome = readOnly
            ? await _caller.ReadAsync(static (to, wire, call) => to.Kv.TxnAsync(wire, call).ResponseAsync, wire, cancel)
            : await _caller.WriteAsync(static (to, wire, call) => to.Kv.TxnAsync(wire, call).ResponseAsync, wire, cancel);
        if (outcome.OutcomeUnknown && LostSwap.Of(request) is { } swap) return await RepeatAsync(request, wire, swap, outcome, cancel);
        if (outcome.TryGet(out var answer, out var failure)) return EtcdRequests.FromWire(answer);
        return await FailAsync(failure, outcome.OutcomeUnknown, TxnContext.Of(request), cancel);
    }

    /// <summary>Repeats a swap for as long as it is seen not to have taken effect. Of all tries one can.</summary>
    private async ValueTask<StoreResult<TxnResponse>> RepeatAsync(
        TxnRequest request, Protocol.TxnRequest wire, LostSwap swap, CallOutcome<Protocol.TxnResponse> outcome, CancellationToken cancel)
    {
        for (var again = 0; ; again++)
        {
            var found = await swap.FindAsync(this, cancel);
            if (found.IsOk && found.Value is { } done) return done;
            // An answer is of another's change, or the try before came in between: that was looked at just now.
            if (outcome.TryGet(out var answer, out var failure)) return EtcdRequests.FromWire(answer);
            if (!found.IsOk || !outcome.OutcomeUnknown || again == SwapRepeats)
                return await FailAsync(failure, outcomeUnknown: true, TxnContext.Of(request), cancel);
            outcome = await _caller.WriteAsync(static (to, wire, call) => to.Kv.TxnAsync(wire, call).ResponseAsync, wire, cancel);
            if (outcome.Answer is { Succeeded: true } own) return EtcdRequests.FromWire(own);
        }
    }

    public async ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel)
    {
        if (request.Keys.Start.IsEmpty) return new StoreError.Invalid("a watch needs a key to start at; for all keys use the key of one zero byte");
        if (request.StartRevision.IsNone)
        {
            // "From now on" is said by the cluster: the member that makes the watch may be behind.
            var current = await _revisions.CurrentAsync(cancel);
            if (!current.TryGet(out var header, out var unreachable)) return await FailAsync(unreachable, false, default, cancel);
            request = request with { StartRevision = new Revision(header.Revision).Next };
        }

        try
        {
            var create = EtcdWatch.ToWire(request);
            var stream = await _watches.OpenAsync(create, _options.RequestTimeout, cancel);
            var marks = new WatchMarks(request, _caller, _revisions, new(_watches, _options));
            return new(new EtcdWatch(_watches, marks, stream, create));
        }
        catch (RpcException e)
        {
            return await FailAsync(e, false, default, cancel);
        }
    }

    public async ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel)
    {
        var outcome = await _caller.WriteAsync(
            static (to, wire, call) => to.Kv.CompactAsync(wire, call).ResponseAsync, new CompactionRequest { Revision = revision.Value }, cancel);
        if (outcome.TryGet(out var answer, out var failure)) return new Revision(answer.Header.Revision);
        return await FailAsync(failure, outcome.OutcomeUnknown, new() { Revision = revision }, cancel);
    }

    public ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel) =>
        _leases.GrantAsync(id, ttlSeconds, cancel);

    public ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel) => _leases.RevokeAsync(id, cancel);

    public ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel) => _leases.KeepAliveAsync(id, cancel);

    public ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel) => _leases.GetAsync(id, withKeys, cancel);

    public ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel) => _leases.ListAsync(cancel);

    public async ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel)
    {
        var outcome = await _status.ReadAsync(cancel);
        if (outcome.TryGet(out var status, out var failure)) return status;
        return await FailAsync(failure, outcome.OutcomeUnknown, default, cancel);
    }

    /// <summary>Defragments the members one after the other: a member serves nothing while it does so.</summary>
    public async ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel)
    {
        foreach (var endpoint in _endpoints.All)
        {
            try
            {
                await endpoint.Maintenance.DefragmentAsync(new(), _caller.Within(_options.DefragmentTimeout, cancel)).ResponseAsync;
            }
            catch (RpcException e)
            {
                cancel.ThrowIfCancellationRequested();
                var detail = $"defragmenting {endpoint.Address} failed: {EtcdErrors.Describe(e.Status)}";
                return new StoreError.Unavailable(UnavailableReason.Unreachable, detail, OutcomeUnknown: true);
            }
        }

        return await GetStatusAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        _endpoints.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The error a failure stands for, completed with what etcd leaves out.</summary>
    private async ValueTask<StoreError> FailAsync(RpcException failure, bool outcomeUnknown, FailureContext context, CancellationToken cancel)
    {
        var error = EtcdErrors.Translate(failure, outcomeUnknown, context, _options.Limits);
        switch (error)
        {
            case StoreError.Compacted:
                return new StoreError.Compacted(await _revisions.CompactedAsync(cancel));
            case StoreError.FutureRevision future:
                var current = await _revisions.CurrentAsync(cancel);
                return future with { Current = new(current.Answer?.Revision ?? 0) };
            default:
                return error;
        }
    }
}

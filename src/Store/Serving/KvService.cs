using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>etcd's KV service.</summary>
internal sealed class KvService(IStore store, ServedMember member, EtcdServerOptions options) : KV.KVBase
{
    public override Task<Proto.RangeResponse> Range(Proto.RangeRequest request, ServerCallContext context) =>
        RangeAsync(request, context.CancellationToken).AsTask();

    public async ValueTask<Proto.RangeResponse> RangeAsync(Proto.RangeRequest request, CancellationToken cancel)
    {
        if (RequestChecks.Check(request) is { } wrong) throw wrong;
        var result = await store.RangeAsync(WireRequests.FromWire(request), cancel);
        if (!result.TryGet(out var range, out var error)) throw ServingErrors.ToRpc(error);
        return RangeShape.ToWire(request, range, member.Header(range.Revision));
    }

    public override Task<Proto.PutResponse> Put(Proto.PutRequest request, ServerCallContext context) =>
        PutAsync(request, context.CancellationToken).AsTask();

    public async ValueTask<Proto.PutResponse> PutAsync(Proto.PutRequest request, CancellationToken cancel)
    {
        if (RequestChecks.Check(request) is { } wrong) throw wrong;
        if (request.CalculateSize() > options.Limits.MaxRequestBytes) throw ServingErrors.Of(StatusCode.InvalidArgument, EtcdMessages.RequestTooLarge);
        var result = await store.PutAsync(WireRequests.FromWire(request), cancel);
        if (!result.TryGet(out var done, out var error)) throw ServingErrors.ToRpc(error);
        return ToWire(done, member.Header(done.Revision));
    }

    public override Task<DeleteRangeResponse> DeleteRange(DeleteRangeRequest request, ServerCallContext context) =>
        DeleteRangeAsync(request, context.CancellationToken).AsTask();

    public async ValueTask<DeleteRangeResponse> DeleteRangeAsync(DeleteRangeRequest request, CancellationToken cancel)
    {
        if (RequestChecks.Check(request) is { } wrong) throw wrong;
        var result = await store.DeleteAsync(WireRequests.FromWire(request), cancel);
        if (!result.TryGet(out var done, out var error)) throw ServingErrors.ToRpc(error);
        return ToWire(done, member.Header(done.Revision));
    }

    public override Task<Proto.TxnResponse> Txn(Proto.TxnRequest request, ServerCallContext context) =>
        TxnAsync(request, context.CancellationToken).AsTask();

    public async ValueTask<Proto.TxnResponse> TxnAsync(Proto.TxnRequest request, CancellationToken cancel)
    {
        if (RequestChecks.Check(request, options.Limits) is { } wrong) throw wrong;
        if (request.CalculateSize() > options.Limits.MaxRequestBytes) throw ServingErrors.Of(StatusCode.InvalidArgument, EtcdMessages.RequestTooLarge);
        var result = await store.TxnAsync(WireRequests.FromWire(request), cancel);
        if (!result.TryGet(out var done, out var error)) throw ServingErrors.ToRpc(error);

        var answer = new Proto.TxnResponse { Header = member.Header(done.Revision), Succeeded = done.Succeeded };
        var branch = done.Succeeded ? request.Success : request.Failure;
        for (var i = 0; i < done.Outcomes.Length; i++) answer.Responses.Add(ToWire(branch[i], done.Outcomes[i]));
        return answer;
    }

    public override async Task<CompactionResponse> Compact(CompactionRequest request, ServerCallContext context)
    {
        var result = await store.CompactAsync(new(request.Revision), context.CancellationToken);
        if (!result.TryGet(out var revision, out var error)) throw ServingErrors.ToRpc(error);
        return new() { Header = member.Header(revision) };
    }

    /// <summary>Answers inside a transaction tell only the revision of who answers.</summary>
    private static ResponseOp ToWire(RequestOp request, TxnOutcome outcome) => outcome switch
    {
        TxnOutcome.Put put => new() { ResponsePut = ToWire(put.Response, Inner(put.Response.Revision)) },
        TxnOutcome.Delete delete => new() { ResponseDeleteRange = ToWire(delete.Response, Inner(delete.Response.Revision)) },
        TxnOutcome.Range range => new() { ResponseRange = RangeShape.ToWire(request.RequestRange, range.Response, Inner(range.Response.Revision)) },
        _ => throw new InvalidOperationException($"a transaction has no outcome {outcome.GetType().Name}"),
    };

    private static ResponseHeader Inner(Revision revision) => new() { Revision = revision.Value };

    private static Proto.PutResponse ToWire(PutResponse done, ResponseHeader header) => new()
    {
        Header = header,
        PrevKv = done.Previous is { } previous ? Wire.ToWire(previous) : null,
    };

    private static DeleteRangeResponse ToWire(DeleteResponse done, ResponseHeader header)
    {
        var answer = new DeleteRangeResponse { Header = header, Deleted = done.Deleted };
        if (!done.Previous.IsDefaultOrEmpty) Wire.AddTo(answer.PrevKvs, done.Previous);
        return answer;
    }
}

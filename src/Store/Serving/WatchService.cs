using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>etcd's Watch service: streams that carry many watches each.</summary>
internal sealed class WatchService(IStore store, ServedMember member, EtcdServerOptions options, TimeProvider time) : Watch.WatchBase
{
    public override async Task Watch(
        IAsyncStreamReader<Proto.WatchRequest> requestStream, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        await using var session = new WatchSession(store, member, options, time, responseStream, context.CancellationToken);
        try
        {
            while (await requestStream.MoveNext(session.Ended))
            {
                var request = requestStream.Current;
                switch (request.RequestUnionCase)
                {
                    case Proto.WatchRequest.RequestUnionOneofCase.CreateRequest:
                        await session.CreateAsync(request.CreateRequest);
                        break;
                    case Proto.WatchRequest.RequestUnionOneofCase.CancelRequest:
                        await session.CancelAsync(request.CancelRequest.WatchId);
                        break;
                    case Proto.WatchRequest.RequestUnionOneofCase.ProgressRequest:
                        await session.RequestProgressAsync();
                        break;
                }
            }
        }
        catch (Exception e) when (session.Failure is { } failure && e is OperationCanceledException or RpcException)
        {
            throw failure;
        }
    }
}

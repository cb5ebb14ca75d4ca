using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Sees a call to its end: what its method throws is its status.</summary>
internal static class CallRunner
{
    public static void Run(GrpcCall call, Task work)
    {
        if (!work.IsCompletedSuccessfully) call.Running = WatchAsync(call, work);
    }

    private static async Task WatchAsync(GrpcCall call, Task work)
    {
        try
        {
            await work;
        }
        catch (RpcException failed)
        {
            call.End(failed.StatusCode, failed.Status.Detail);
        }
        catch (OperationCanceledException)
        {
            if (call.Head.Timeout is null) call.End(StatusCode.Cancelled, "Call canceled by the client.");
            else call.End(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            call.End(StatusCode.Unknown, "Exception was thrown by handler. " + broken.Message);
        }
    }
}

using Grpc.Core;

namespace Kybernet.Store.Etcd;

/// <summary>Sends a request to a member that works, for as long as that is safe and the request's time lasts.</summary>
internal sealed class EtcdCaller(EtcdEndpoints endpoints, EtcdStoreOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A member without a leader turns requests away at once instead of letting them wait (rpctypes.MetadataRequireLeaderKey).
    private static readonly Metadata RequireLeader = new() { { "hasleader", "true" } };

    public EtcdEndpoints Endpoints => endpoints;

    public TimeProvider Time => time;

    /// <summary>A call's options: with a leader required, within <paramref name="timeout"/> from now.</summary>
    public CallOptions Within(TimeSpan timeout, CancellationToken cancel) => new(RequireLeader, time.GetUtcNow().UtcDateTime + timeout, cancel);

    public static CallOptions Streaming(CancellationToken cancel) => new(RequireLeader, deadline: null, cancel);

    /// <summary>Sends a request that may be repeated whatever became of it.</summary>
    public ValueTask<CallOutcome<TAnswer>> ReadAsync<TRequest, TAnswer>(
        Func<EtcdEndpoint, TRequest, CallOptions, Task<TAnswer>> call, TRequest request, CancellationToken cancel)
        where TAnswer : class => SendAsync(call, request, repeatable: true, cancel);

    /// <summary>Sends a request that is repeated only while it is certain that it did nothing.</summary>
    public ValueTask<CallOutcome<TAnswer>> WriteAsync<TRequest, TAnswer>(
        Func<EtcdEndpoint, TRequest, CallOptions, Task<TAnswer>> call, TRequest request, CancellationToken cancel)
        where TAnswer : class => SendAsync(call, request, repeatable: false, cancel);

    private async ValueTask<CallOutcome<TAnswer>> SendAsync<TRequest, TAnswer>(
        Func<EtcdEndpoint, TRequest, CallOptions, Task<TAnswer>> call, TRequest request, bool repeatable, CancellationToken cancel)
        where TAnswer : class
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = endpoints.Current;
            RpcException failure;
            try
            {
                return new(await call(endpoint, request, Within(options.RequestTimeout - time.GetElapsedTime(started), cancel)));
            }
            catch (RpcException e)
            {
                cancel.ThrowIfCancellationRequested();
                failure = e;
            }
            catch (ObjectDisposedException)
            {
                return new(ClosedFailure(), outcomeUnknown: false);
            }

            var kind = CallFailures.Classify(failure);
            if (endpoints.IsClosed) return new(ClosedFailure(), outcomeUnknown: !repeatable && kind == CallFailure.Unknown);
            if (kind == CallFailure.Answered) return new(failure, outcomeUnknown: false);
            endpoints.MoveOnFrom(endpoint);
            var pause = Pause(attempt);
            var again = repeatable || kind == CallFailure.NotExecuted;
            if (!again || time.GetElapsedTime(started) + pause >= options.RequestTimeout)
                return new(failure, outcomeUnknown: !repeatable && kind == CallFailure.Unknown);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancel);
        }
    }

    private static RpcException ClosedFailure() => new(new Status(StatusCode.Cancelled, EtcdErrors.StoreClosed));

    /// <summary>None before each member was tried once, then longer with every round.</summary>
    public TimeSpan Pause(int attempt)
    {
        var round = attempt / endpoints.All.Length;
        if (attempt % endpoints.All.Length != 0) return TimeSpan.Zero;
        var pause = FirstPause * Math.Pow(2, Math.Min(round - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}

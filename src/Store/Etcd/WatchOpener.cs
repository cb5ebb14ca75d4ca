using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Opens watch streams on whichever member works.</summary>
internal sealed class WatchOpener(EtcdCaller caller, EtcdStoreOptions options)
{
    // Making a watch is local to a member, so this is a connection and one round trip.
    private readonly TimeSpan _perMember = options.ConnectTimeout + TimeSpan.FromSeconds(2);

    public EtcdCaller Caller => caller;

    /// <summary>Tries the members in turn. Throws the last <see cref="RpcException"/> when none worked for as long as <paramref name="patience"/>.</summary>
    public async Task<WatchStream> OpenAsync(WatchCreateRequest create, TimeSpan patience, CancellationToken cancel)
    {
        var started = caller.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = caller.Endpoints.Current;
            var pause = caller.Pause(attempt);
            try
            {
                return await WatchStream.OpenAsync(caller, endpoint, create, _perMember, cancel);
            }
            catch (RpcException e) when (IsTransient(e) && !caller.Endpoints.IsClosed)
            {
                caller.Endpoints.MoveOnFrom(endpoint);
                if (patience != Timeout.InfiniteTimeSpan && caller.Time.GetElapsedTime(started) + pause >= patience) throw;
            }

            if (pause > TimeSpan.Zero) await Task.Delay(pause, caller.Time, cancel);
        }
    }

    /// <summary>Whether a stream that broke like this is worth opening anew; else the server said no.</summary>
    public static bool IsTransient(RpcException failure) => CallFailures.Classify(failure) != CallFailure.Answered;
}

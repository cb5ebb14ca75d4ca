using Microsoft.AspNetCore.Connections;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Finds out that a silent peer is gone, as etcd does (--grpc-keepalive-interval and -timeout).</summary>
internal sealed class KeepAlive(Http2Connection connection, ConnectionContext transport, TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private long _framesSeen = -1;
    private long _heardAt = time.GetTimestamp();
    private long _askedAt;

    /// <summary>Called about once a second.</summary>
    public void Beat()
    {
        var frames = connection.FramesRead;
        if (frames != _framesSeen)
        {
            (_framesSeen, _heardAt, _askedAt) = (frames, time.GetTimestamp(), 0);
            return;
        }

        if (_askedAt != 0)
        {
            if (time.GetElapsedTime(_askedAt) > s_timeout) transport.Abort(new("the peer does not answer"));
        }
        else if (time.GetElapsedTime(_heardAt) > s_period)
        {
            _askedAt = time.GetTimestamp();
            connection.Writer.Send(FrameType.Ping, 0, 0, stackalloc byte[8]);
        }
    }
}

using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Sends the same request at a steady rate on one connection, all the time; what it measures goes where it is told to.</summary>
internal sealed class PacedClient : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _period;
    private readonly KubeAccess _access;
    private readonly byte[] _request;
    private readonly ManualResetEvent _over = new(false);
    private readonly Thread _thread;
    private List<double>? _milliseconds;

    public PacedClient(KubeAccess access, byte[] request, int perSecond, TimeProvider time)
    {
        (_access, _request, _time, _period) = (access, request, time, time.TimestampFrequency / perSecond);
        _thread = new(Send) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>From now on, until it is called again.</summary>
    /// <param name="milliseconds">Takes how long each request took; null forgets it.</param>
    public void Into(List<double>? milliseconds) => Volatile.Write(ref _milliseconds, milliseconds);

    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Send()
    {
        using var connection = new LoadConnection(_access);
        for (var due = _time.GetTimestamp(); !_over.WaitOne(Until(due));)
        {
            var into = Volatile.Read(ref _milliseconds);
            var sent = _time.GetTimestamp();
            connection.Call(_request, 200);
            var took = _time.GetElapsedTime(sent).TotalMilliseconds;
            if (into is not null)
                lock (into) into.Add(took);
            // Who is late leaves out what it cannot send any more: the rate is never above the wanted.
            due = Math.Max(due + _period, _time.GetTimestamp());
        }
    }

    // Whole milliseconds, the nearest: a request a little early, another a little late.
    private int Until(long due) =>
        Math.Max(0, (int)Math.Round((due - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency));
}

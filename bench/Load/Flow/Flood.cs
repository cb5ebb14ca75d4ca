using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Clients that send one request again and again while they are told to; each a thread with a connection.</summary>
/// <param name="access">The server.</param>
/// <param name="request">Makes the request of a client, told its number; called before each is sent.</param>
/// <param name="clients">How many.</param>
internal sealed class Flood(KubeAccess access, Func<int, Func<byte[]>> request, int clients) : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private readonly CountdownEvent _connected = new(clients);
    private readonly ManualResetEventSlim _going = new();
    private readonly List<Thread> _threads = [];
    private bool _isOver;
    private int _answered;
    private int _refused;
    private int _curt;
    private int _lost;

    /// <summary>How many requests there were of each kind.</summary>
    public string Totals => $"{_answered} answered, {_refused} refused with 429 and Retry-After, {_curt} without, {_lost} lost";

    /// <summary>Connects.</summary>
    public void Start()
    {
        for (var i = 0; i < clients; i++)
        {
            var number = i;
            var thread = new Thread(() => Send(number), StackBytes) { IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }

        _connected.Wait();
    }

    public void Go() => _going.Set();

    /// <summary>Those who wait for an answer get it, and are quiet then.</summary>
    public void Pause() => _going.Reset();

    /// <summary>Waits for the last answers.</summary>
    public void Stop()
    {
        Volatile.Write(ref _isOver, true);
        Go();
        foreach (var thread in _threads) thread.Join();
    }

    public void Dispose()
    {
        _connected.Dispose();
        _going.Dispose();
    }

    private void Send(int number)
    {
        try
        {
            using var connection = new LoadConnection(access);
            var next = request(number);
            _connected.Signal();
            while (true)
            {
                _going.Wait();
                if (Volatile.Read(ref _isOver)) return;
                connection.Ask(next());
                Count(connection.Head);
            }
        }
        catch (IOException)
        {
            // Neither an answer nor a refusal: that is what must not happen.
            Interlocked.Increment(ref _lost);
        }
    }

    private void Count(ResponseHead head)
    {
        if (head.Status is 200 or 201) Interlocked.Increment(ref _answered);
        else if (head.Status == 429) Interlocked.Increment(ref head.SaysWhen ? ref _refused : ref _curt);
        else Interlocked.Increment(ref _lost);
    }
}

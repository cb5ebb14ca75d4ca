using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Clients that send one request again and again until they are stopped; each a thread with a connection.</summary>
/// <param name="access">The server.</param>
/// <param name="request">Makes the request of a client, told its number; called before each is sent.</param>
/// <param name="clients">How many.</param>
internal sealed class Flood(KubeAccess access, Func<int, Func<byte[]>> request, int clients) : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private readonly CountdownEvent _connected = new(clients);
    private readonly List<Thread> _threads = [];
    private bool _isOver;
    private int _answered;
    private int _refused;
    private int _lost;

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

    /// <summary>Waits for the last answers, and tells how many there were of each kind.</summary>
    public (int Answered, int Refused, int Lost) Stop()
    {
        Volatile.Write(ref _isOver, true);
        foreach (var thread in _threads) thread.Join();
        return (_answered, _refused, _lost);
    }

    public void Dispose() => _connected.Dispose();

    private void Send(int number)
    {
        try
        {
            using var connection = new LoadConnection(access);
            var next = request(number);
            _connected.Signal();
            while (!Volatile.Read(ref _isOver))
            {
                var (status, _) = connection.Ask(next());
                Interlocked.Increment(ref status is 200 or 201 ? ref _answered : ref status == 429 ? ref _refused : ref _lost);
            }
        }
        catch (IOException)
        {
            // Neither an answer nor a refusal: that is what must not happen.
            Interlocked.Increment(ref _lost);
        }
    }
}

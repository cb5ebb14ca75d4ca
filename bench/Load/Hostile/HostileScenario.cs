using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Hostile;

/// <summary>
/// Connections opened and dropped in every state, and clients that never finish what they begin. Beside them a well-behaved client asks
/// again and again; afterwards the server's memory is what it was.
/// </summary>
internal sealed class HostileScenario(KubeAccess access, ChildProcess server, TimeProvider time)
{
    public const string Usage = "usage: Kybernet.Bench.Load hostile [PROGRAM [CONNECTIONS]]   (default: 100000)";

    private const int AtOnce = 64;
    private const int SlowClients = 1_000;
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(45);

    public static async Task RunAsync(string[] args, TimeProvider time, CancellationToken cancel)
    {
        var program = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../Kybernet.Hosts.Kyb/release/kyb");
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
        var directory = Directory.CreateTempSubdirectory("kybernet-bench-hostile-");
        try
        {
            using var server = await ChildProcess.StartAsync(
                program, ["server", "--data-dir", directory.FullName, "--secure-port", "0", "--store", "memory",
                    "--disable", "scheduler,controllers"], "ready at", cancel);
            var access = KubeAccess.Read(Path.Combine(directory.FullName, "admin.kubeconfig"));
            await new HostileScenario(access, server, time).RunAsync(connections, cancel);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task RunAsync(int connections, CancellationToken cancel)
    {
        ClosedLoop.Run(16, 2_000, () => Senders.Get(access, Request()), time);
        Say("resident at first", $"{server.ResidentMegabytes:n0} MB");
        await BesideAsync("dropped", connections, Drop, cancel);
        Say("resident", $"{server.ResidentMegabytes:n0} MB");

        var slow = new List<TcpClient>();
        await BesideAsync("half-sent", SlowClients, number => slow.Add(HalfSent(number)), cancel, atOnce: 1);
        Say("resident", $"{server.ResidentMegabytes:n0} MB");
        await Task.Delay(s_calm, time, cancel);
        Say("half-sent that the server ended", $"{slow.Count(IsEnded)} of {SlowClients}");
        foreach (var client in slow) client.Dispose();
        await Task.Delay(s_calm, time, cancel);
        ClosedLoop.Run(16, 2_000, () => Senders.Get(access, Request()), time);
        Say("resident at last", $"{server.ResidentMegabytes:n0} MB");
    }

    /// <summary>Opens connections, while somebody asks for something sensible.</summary>
    private async Task BesideAsync(string what, int connections, Action<int> open, CancellationToken cancel, int atOnce = AtOnce)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asking = Ask(stop.Token);
        var began = time.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, connections), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancel },
            (number, _) =>
            {
                open(number);
                return ValueTask.CompletedTask;
            });
        Say($"connections {what}: {connections}", $"{time.GetElapsedTime(began).TotalSeconds:n1} s");
        await stop.CancelAsync();
        var (asked, worst) = await asking;
        Say("  requests answered beside them", $"{asked:n0}, the slowest after {worst.TotalMilliseconds:n0} ms");
    }

    private Task<(int Asked, TimeSpan Worst)> Ask(CancellationToken stop) => Task.Factory.StartNew(
        () =>
        {
            using var connection = new LoadConnection(access);
            var (asked, worst) = (0, TimeSpan.Zero);
            for (; !stop.IsCancellationRequested; asked++)
            {
                var began = time.GetTimestamp();
                connection.Call(Request(), 200);
                var took = time.GetElapsedTime(began);
                if (took > worst) worst = took;
            }

            return (asked, worst);
        },
        stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static byte[] Request() => PodRequests.Get("/api/v1/namespaces/default");

    /// <summary>At once, after some bytes that are no TLS, in the middle of a handshake's first message, or after a handshake.</summary>
    private void Drop(int number)
    {
        using var client = Connect(number);
        switch (number % 50)
        {
            case < 40:
                break;
            case < 45:
                client.GetStream().Write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8);
                break;
            case < 49:
                client.GetStream().Write([22, 3, 1, 2, 0, 1, 0, 1, 252]);
                break;
            default:
                Handshake(client).Dispose();
                break;
        }
    }

    /// <summary>A request whose last header never comes.</summary>
    private TcpClient HalfSent(int number)
    {
        var client = Connect(number);
        Handshake(client).Write("GET /api HTTP/1.1\r\nHost: a\r\nX-Slow: "u8);
        return client;
    }

    private TcpClient Connect(int number)
    {
        // Many sources: one has too few ports. The reset keeps this side from remembering each connection for a minute.
        var client = new TcpClient(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + number % 200)]), 0)) { LingerState = new(true, 0) };
        client.Connect(IPAddress.Loopback, access.Port);
        return client;
    }

    private static SslStream Handshake(TcpClient client)
    {
#pragma warning disable CA5359 // It is the bench's own server, and nothing is asked of it.
        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: true, static (_, _, _, _) => true);
#pragma warning restore CA5359
        tls.AuthenticateAsClient("localhost");
        return tls;
    }

    private static bool IsEnded(TcpClient client)
    {
        try
        {
            return client.Client.Poll(0, SelectMode.SelectRead) && client.Client.Receive(new byte[4096]) >= 0 && client.Client.Poll(0, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static void Say(string what, FormattableString value) =>
        Console.WriteLine($"{what,-40} {value.ToString(CultureInfo.InvariantCulture)}");
}

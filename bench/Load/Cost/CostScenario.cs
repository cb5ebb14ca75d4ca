using System.Globalization;
using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Cost;

/// <summary>The same requests to a server with all that protects it and to one without, in short turns: both see the same machine.</summary>
internal static class CostScenario
{
    private const int Pods = 1_000;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(0.5);
    private static readonly (string Kind, int Clients)[] s_phases = [("create", 1), ("create", 16), ("create", 64), ("get", 16), ("list", 4)];

    public static async Task RunAsync(CostOptions options, TimeProvider time, CancellationToken cancel)
    {
        using var hardened = await CostServer.StartAsync(options, isHardened: true, cancel);
        using var bare = await CostServer.StartAsync(options, isHardened: false, cancel);
        CostServer[] servers = [bare, hardened];
        foreach (var server in servers) ClosedLoop.Run(16, Pods, () => Senders.Create(server.Access, CostServer.Space), time);
        var phases = s_phases.Where(phase => options.Only.Contains(phase.Kind)).ToArray();
        var clients = phases.Select((phase, at) => servers.Select(server => Connect(server, phase, at, time)).ToArray()).ToArray();
        var series = phases.Select(phase => new CostSeries($"{phase.Kind}, {phase.Clients} clients")).ToArray();
        for (var round = 0; round <= options.Rounds; round++)
        {
            for (var phase = 0; phase < phases.Length; phase++)
            {
                // Who comes first changes, so that neither has the better half of the machine's moods. The first round warms up.
                var first = round % 2;
                var (a, b) = (Measure(servers[first], clients[phase][first]), Measure(servers[1 - first], clients[phase][1 - first]));
                if (round > 0) series[phase].Add(first == 0 ? a : b, first == 0 ? b : a);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"",-20}{"bare /s",9}{"hardened",10}{"lost",8}{"  quartiles",16}{"µs bare",10}{"hardened",10}{"more",8}   {options.Rounds} rounds"));
        foreach (var line in series) Console.WriteLine(line.ToString());
    }

    private static SteadyClients Connect(CostServer server, (string Kind, int Clients) phase, int at, TimeProvider time)
    {
        // Numbers of eight digits, for each phase of its own.
        var offset = at * 1_000_000;
        return new(time, [.. Enumerable.Range(0, phase.Clients).Select(_ => phase.Kind switch
        {
            "create" => Senders.Create(server.Access, CostServer.Filled, offset),
            "get" => Senders.Get(server.Access, PodRequests.Get(PodRequests.PodPath(CostServer.Space, 7))),
            _ => Senders.Get(server.Access, PodRequests.List(CostServer.Space)),
        })]);
    }

    private static CostTurn Measure(CostServer server, SteadyClients clients)
    {
        var before = server.Process.ProcessorSeconds;
        var result = clients.Run(s_turn);
        return new(result.PerSecond, result.Answered, server.Process.ProcessorSeconds - before);
    }
}

using System.Globalization;
using Kybernet.Bench.Load.Api;
using Kybernet.Bench.Load.Clusters;
using Kybernet.Bench.Load.Cost;
using Kybernet.Bench.Load.Figures;
using Kybernet.Bench.Load.Flow;
using Kybernet.Bench.Load.Hostile;
using Kybernet.Bench.Load.Store;

switch (args)
{
    case ["store", .. var rest] when StoreOptions.TryParse(rest, out var options, out _):
        await using (var scenario = await StoreScenario.StartAsync(options, CancellationToken.None)) await scenario.RunAsync(CancellationToken.None);
        return 0;
    case ["api", ..] when !CompiledAtOnce.IsThis:
        return await CompiledAtOnce.RunAsync(args, CancellationToken.None);
    case ["api", .. var rest] when ApiOptions.TryParse(rest, out var options, out _):
        await ApiScenario.RunAsync(options, CancellationToken.None);
        return 0;
    case ["flow", .. var rest] when FlowOptions.TryParse(rest) is { } options:
        await FlowScenario.RunAsync(options, TimeProvider.System, CancellationToken.None);
        return 0;
    case ["flood", var kubeconfig, var kind, var clients]:
        FloodProgram.Run(kubeconfig, kind, int.Parse(clients, CultureInfo.InvariantCulture));
        return 0;
    case ["busy"]:
        Busyness.Run(TimeProvider.System);
        return 0;
    case ["cost", .. var rest] when CostOptions.TryParse(rest) is { } options:
        await CostScenario.RunAsync(options, TimeProvider.System, CancellationToken.None);
        return 0;
    case ["hostile", .. var rest] when rest.Length <= 2:
        await HostileScenario.RunAsync(rest, TimeProvider.System, CancellationToken.None);
        return 0;
    case ["clusters"]:
        await ClusterScenario.RunAsync(TimeProvider.System, CancellationToken.None);
        return 0;
    case ["figures", var program, .. var rest] when rest.Length <= 4:
        int Number(int at, int usual) => rest.Length > at ? int.Parse(rest[at], CultureInfo.InvariantCulture) : usual;
        var plane = new ControlPlaneFigures(program, Number(1, 1000), Number(2, 10_000), Number(3, 3000), TimeProvider.System);
        await plane.RunAsync(rest.Length > 0 ? rest[0] : "all", CancellationToken.None);
        return 0;
    case ["node", var program, var image, var seconds, .. var options]:
        await new NodeFigures(program, image, options, TimeProvider.System)
            .RunAsync(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), CancellationToken.None);
        return 0;
    case ["kestrel", var objectFile, var listFile]:
        await KestrelPeer.RunAsync(objectFile, listFile, CancellationToken.None);
        return 0;
    default:
        string[] usages =
        [
            StoreOptions.Usage, ApiOptions.Usage, FlowOptions.Usage, FloodProgram.Usage, Busyness.Usage, CostOptions.Usage,
            HostileScenario.Usage, KestrelPeer.Usage, ClusterScenario.Usage,
            ControlPlaneFigures.Usage, NodeFigures.Usage,
        ];
        Console.Error.WriteLine(string.Join('\n', usages));
        return 2;
}

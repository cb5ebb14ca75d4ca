using System.Globalization;
using Kybernet.Bench.Scheduling;

// scheduling [loop|cluster|all] [nodes] [pods]: pods per second and allocated bytes per pod, of the loop alone and through an API server.
var what = args.Length > 0 ? args[0] : "all";
var nodes = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
var pods = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10_000;
if (what is "loop" or "all")
    foreach (var rounds in new[] { "warm-up", "measured" }) Console.WriteLine((await LoopScenario.RunAsync(nodes, pods)).Show($"loop, {rounds}"));
if (what is "cluster" or "all")
    foreach (var rounds in new[] { "warm-up", "measured" }) Console.WriteLine((await ClusterScenario.RunAsync(nodes, pods)).Show($"cluster, {rounds}"));

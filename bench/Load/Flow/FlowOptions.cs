using System.Globalization;

namespace Kybernet.Bench.Load.Flow;

/// <summary>What the flow scenario does.</summary>
/// <param name="Server">The kyb to start.</param>
/// <param name="Clients">Connections of the tenant that floods.</param>
/// <param name="Pods">Pods it lists, each time all of them.</param>
/// <param name="Gets">Requests of each of those that are measured.</param>
internal sealed record FlowOptions(string Server, int Clients, int Pods, int Gets)
{
    public const string Usage = """
        usage: Kybernet.Bench.Load flow [PROGRAM [CLIENTS [PODS [GETS]]]]
        One tenant lists all pods on CLIENTS connections (200) at once; what a quiet tenant, a leader and an administrator feel of it.
        """;

    public static FlowOptions? TryParse(string[] args) => args.Length > 4 ? null : new(
        args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../Kybernet.Hosts.Kyb/release/kyb"),
        Number(args, 1, 200), Number(args, 2, 2_000), Number(args, 3, 1_000));

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}

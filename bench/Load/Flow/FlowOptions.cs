using System.Globalization;

namespace Kybernet.Bench.Load.Flow;

/// <summary>What the flow scenario does.</summary>
/// <param name="Server">The kyb to start.</param>
/// <param name="Kind">What the tenant that floods sends: get, list or create.</param>
/// <param name="Clients">Its connections.</param>
/// <param name="Pods">Pods there are.</param>
/// <param name="Gets">Requests of each of those that are measured.</param>
internal sealed record FlowOptions(string Server, string Kind, int Clients, int Pods, int Gets)
{
    public const string Usage = """
        usage: Kybernet.Bench.Load flow [PROGRAM [get|list|create [CLIENTS [PODS [GETS]]]]]
        One tenant sends what is named (list) on CLIENTS connections (200) at once, from a program of its own; what a quiet tenant, a leader
        and an administrator feel of it, and what they feel of the same flood at another server.
        """;

    public static FlowOptions? TryParse(string[] args) => args.Length > 5 ? null : new(
        args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../Kybernet.Hosts.Kyb/release/kyb"),
        args.Length > 1 ? args[1] : "list", Number(args, 2, 200), Number(args, 3, 2_000), Number(args, 4, 1_000));

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}

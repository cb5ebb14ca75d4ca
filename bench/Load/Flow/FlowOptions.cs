using System.Globalization;

namespace Kybernet.Bench.Load.Flow;

/// <summary>What the flow scenario does.</summary>
/// <param name="Server">The kyb to start.</param>
/// <param name="Kind">What the tenant that floods sends: get, list or create.</param>
/// <param name="Clients">Its connections.</param>
/// <param name="Pods">Pods there are.</param>
/// <param name="Rounds">How often it is quiet, flooded and busy.</param>
internal sealed record FlowOptions(string Server, string Kind, int Clients, int Pods, int Rounds)
{
    public const string Usage = """
        usage: Kybernet.Bench.Load flow [PROGRAM [get|list|create [CLIENTS [PODS [ROUNDS]]]]]
        What a tenant, a leader and an administrator, each with 400 requests a second, feel of another tenant that sends what is named (list) on
        CLIENTS connections (200) at once, from a program of its own. In rounds (8): a quiet server, one beside the flood, a quiet server on a
        machine that is as busy. A program that does nothing but to be busy is also there by itself.
        """;

    public static FlowOptions? TryParse(string[] args) => args.Length > 5 ? null : new(
        args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../Kybernet.Hosts.Kyb/release/kyb"),
        args.Length > 1 ? args[1] : "list", Number(args, 2, 200), Number(args, 3, 500), Number(args, 4, 8));

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}

using System.Globalization;

namespace Kybernet.Bench.Load.Cost;

/// <summary>What the cost scenario does.</summary>
/// <param name="Server">The kyb to start.</param>
internal sealed record CostOptions(string Server)
{
    public const string Usage = """
        usage: Kybernet.Bench.Load cost PROGRAM [--admin] [--store embedded|memory] [--rounds N] [--only PHASES] [-- FLAGS of the hardened server]
        What authentication, roles, admission, audit, encryption and flow control cost: a server with all of it beside one without, both alive,
        asked in turns of half a second. As a service account, or as an administrator. PHASES: create,get,list.
        """;

    public bool IsAdmin { get; private init; }

    public string Store { get; private init; } = "embedded";

    public int Rounds { get; private init; } = 8;

    public string[] Only { get; private init; } = ["create", "get", "list"];

    public string[] Flags { get; private init; } = [];

    public static CostOptions? TryParse(string[] args)
    {
        if (args.Length == 0) return null;
        var options = new CostOptions(args[0]);
        for (var i = 1; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--": return options with { Flags = args[(i + 1)..] };
                case "--admin":
                    options = options with { IsAdmin = true };
                    continue;
                case "--store":
                    options = options with { Store = value };
                    break;
                case "--rounds":
                    options = options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                case "--only":
                    options = options with { Only = value.Split(',') };
                    break;
                default: return null;
            }

            i++;
        }

        return options;
    }
}

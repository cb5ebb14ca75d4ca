using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kybernet.Bench.Load.Api;

/// <summary>What the API scenario does.</summary>
internal sealed record ApiOptions
{
    public const string Usage = """
        usage: Kybernet.Bench.Load api [--quick] [--server PROGRAM] [--kubeconfig FILE] [--store embedded|memory] [--only PHASES]
                                       [--pods N] [--gets N] [--lists N] [--watchers N] [--watched N] [--warm-up N] [--no-peer] [--tenant]
                                       [--clients N]
        Starts `PROGRAM server` (default: the kyb of this build) on a directory of its own, or goes to the server of a kubeconfig
        with a client certificate. --tenant: as a user whose rights come from roles, not as an administrator.
        PHASES: some of create,get,list,watch (default: all), comma separated; create fills what the others read. --clients: all creates by so many.
        """;

    /// <summary>The kyb to start: a native binary or a built one.</summary>
    public string Server { get; private init; } = Path.Combine(AppContext.BaseDirectory, "../../Kybernet.Hosts.Kyb/release/kyb");

    /// <summary>A server that runs already; its processor time and memory are not known.</summary>
    public string Kubeconfig { get; private init; } = "";

    public string Store { get; private init; } = "embedded";

    public string[] Only { get; private init; } = [];

    /// <summary>Pods created by all create phases together, and then listed.</summary>
    public int Pods { get; private init; } = 9_600;

    /// <summary>All creates are by so many clients; 0: by 1, 16 and 64, one after the other.</summary>
    public int Clients { get; private init; }

    public int Gets { get; private init; } = 100_000;

    public int Lists { get; private init; } = 40;

    public int Watchers { get; private init; } = 100;

    /// <summary>Pods created while they watch.</summary>
    public int Watched { get; private init; } = 10_000;

    /// <summary>Requests of each kind before anything is measured.</summary>
    public int WarmUp { get; private init; } = 4_000;

    /// <summary>The load's user is no administrator: authorisation and flow control are part of what is measured.</summary>
    public bool IsTenant { get; private init; }

    public bool HasPeer { get; private init; } = true;

    public TimeSpan IdleFor { get; private init; } = TimeSpan.FromSeconds(10);

    public bool Runs(string phase) => Only.Length == 0 || Only.Contains(phase);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out ApiOptions? options, [NotNullWhen(false)] out string? wrong)
    {
        options = new();
        wrong = null;
        for (var i = 0; i < args.Length && wrong is null; i++)
        {
            if (args[i] == "--quick") options = options.Quickly();
            else if (args[i] == "--tenant") options = options with { IsTenant = true };
            else if (args[i] == "--no-peer") options = options with { HasPeer = false };
            else if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } read) wrong = $"unknown option {args[i]}";
            else (options, i) = (read, i + 1);
        }

        return wrong is null;
    }

    private ApiOptions Quickly() => this with { Gets = 20_000, Lists = 8, Watched = 2_000, WarmUp = 1_000, IdleFor = TimeSpan.FromSeconds(2) };

    private ApiOptions? With(string name, string value)
    {
        int Number() => int.Parse(value, CultureInfo.InvariantCulture);
        return name switch
        {
            "--server" => this with { Server = value },
            "--kubeconfig" => this with { Kubeconfig = value },
            "--store" => this with { Store = value },
            "--only" => this with { Only = value.Split(',') },
            "--pods" => this with { Pods = Number() },
            "--clients" => this with { Clients = Number() },
            "--gets" => this with { Gets = Number() },
            "--lists" => this with { Lists = Number() },
            "--watchers" => this with { Watchers = Number() },
            "--watched" => this with { Watched = Number() },
            "--warm-up" => this with { WarmUp = Number() },
            _ => null,
        };
    }
}

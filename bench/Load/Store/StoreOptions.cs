using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kybernet.Bench.Load.Store;

/// <summary>What the store scenario does.</summary>
internal sealed record StoreOptions
{
    public const string Usage = """
        usage: Kybernet.Bench.Load store [--engine embedded|memory] [--clients N] [--puts N] [--keys N] [--value-bytes N]
                                         [--keep-revisions N] [--warm-up PUTS] [--dir DIRECTORY] [--reopen true]
        Closed loop: each client puts, waits for the answer, puts again. --reopen closes the store and times opening it.
        """;

    public string Engine { get; private init; } = "embedded";

    public int Clients { get; private init; } = 500;

    public int Puts { get; private init; } = 500_000;

    public int WarmUp { get; private init; } = 100_000;

    /// <summary>How many different keys; 0: each put makes a new one.</summary>
    public int Keys { get; private init; } = 10_000;

    public int ValueBytes { get; private init; } = 1024;

    /// <summary>History kept, in revisions, as by <c>kyb etcd --auto-compaction-mode=revision</c>; 0: all of it.</summary>
    public int KeepRevisions { get; private init; }

    public string Directory { get; private init; } = Path.Combine(Path.GetTempPath(), "kybernet-bench-store");

    /// <summary>Close the store at the end and time opening it again.</summary>
    public bool Reopen { get; private init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out StoreOptions? options, [NotNullWhen(false)] out string? wrong)
    {
        (options, wrong) = (null, null);
        var read = new StoreOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            int Number() => int.Parse(value, CultureInfo.InvariantCulture);
            read = args[i] switch
            {
                "--engine" => read with { Engine = value },
                "--clients" => read with { Clients = Number() },
                "--puts" => read with { Puts = Number() },
                "--warm-up" => read with { WarmUp = Number() },
                "--keys" => read with { Keys = Number() },
                "--value-bytes" => read with { ValueBytes = Number() },
                "--keep-revisions" => read with { KeepRevisions = Number() },
                "--reopen" => read with { Reopen = bool.Parse(value) },
                "--dir" => read with { Directory = value },
                _ => null!,
            };
            if (read is null)
            {
                wrong = $"unknown option {args[i]}";
                return false;
            }
        }

        options = read;
        return true;
    }
}

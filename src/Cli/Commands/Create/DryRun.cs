using Kybernet.Cli.Flags;
using Kybernet.Cli.Printers;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Create;

/// <summary>What <c>--dry-run</c> and <c>-o</c> make of a command that writes.</summary>
internal sealed class DryRun
{
    private readonly Invocation _run;
    private readonly ObjectPrinter? _printer;

    /// <exception cref="CliException">The flag's value is none.</exception>
    public DryRun(Invocation run)
    {
        _run = run;
        IsClient = run.Flags["dry-run"] is "client" or "true" or "unchanged";
        IsServer = run.Flags["dry-run"] == "server";
        if (!IsClient && !IsServer && run.Flags["dry-run"] is not ("none" or "false" or ""))
            throw new CliException($"Invalid dry-run value ({run.Flags["dry-run"]}). Must be \"none\", \"server\", or \"client\".");
        var output = run.Flags["output"];
        _printer = output.Length > 0 ? ObjectPrinter.Of(output, run.Flags, hasColumns: false) : null;
    }

    /// <summary>Nothing is sent.</summary>
    public bool IsClient { get; }

    /// <summary>The server does all but store it.</summary>
    public bool IsServer { get; }

    /// <summary>The value of the query <c>dryRun</c>.</summary>
    public string Query => IsServer ? "All" : "";

    public static FlagSet AddFlags(FlagSet flags) =>
        flags.Text("dry-run", @default: "none", bare: "unchanged").Text("output", 'o').Text("template").Bool("show-managed-fields");

    /// <summary>Says what was done to an object: <c>pod/web created</c>; or prints it in the format asked for.</summary>
    public void Say(string name, string done, JsonValue value)
    {
        if (_printer is not null) _run.Output.Write(_printer.Print(value));
        else _run.Line($"{name} {done}{Suffix}");
    }

    /// <summary>The objects go out as one list, as kubectl does with formats other than names.</summary>
    public bool IsFormat => _printer is not null;

    public string Suffix => IsClient ? " (dry run)" : IsServer ? " (server dry run)" : "";

    /// <summary>The value of the query <c>fieldValidation</c>.</summary>
    /// <exception cref="CliException">The flag's value is none.</exception>
    public static string Validation(FlagValues flags) => flags["validate"].ToLowerInvariant() switch
    {
        "" or "true" or "strict" => "Strict",
        "warn" => "Warn",
        "false" or "ignore" => "Ignore",
        var other => throw new CliException($"invalid - validate option {QuotedText.Of(other)}"),
    };
}

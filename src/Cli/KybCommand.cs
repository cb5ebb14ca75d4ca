using System.CommandLine;

namespace Kybernet.Cli;

/// <summary>The root of the command line: <c>kyb COMMAND …</c>.</summary>
/// <remarks>
/// Exit codes are kubectl's: 0 when the command did what it says, 1 otherwise. What a command prints goes to the writers of the
/// <see cref="InvocationConfiguration"/>, never to the process-wide console.
/// </remarks>
public sealed class KybCommand
{
    // kubectl takes an argument that starts with @ as it is.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    private readonly RootCommand _root;

    private KybCommand(RootCommand root) => _root = root;

    /// <summary>The command line made of these commands, in the order in which help lists them.</summary>
    public static KybCommand Create(IEnumerable<Command> commands)
    {
        var root = new RootCommand("Kubernetes in one binary.");
        // `kyb version` says it, with the build's facts.
        foreach (var option in root.Options.OfType<VersionOption>().ToArray()) root.Options.Remove(option);
        foreach (var command in commands) root.Subcommands.Add(command);
        root.SetAction(parsed => parsed.RootCommandResult.Command.Parse(["--help"]).Invoke(parsed.InvocationConfiguration));
        return new(root);
    }

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration streams, CancellationToken cancel)
    {
        var parsed = _root.Parse(args, s_parser);
        if (UsageError.Of(parsed) is not { } problem) return await parsed.InvokeAsync(streams, cancel);
        await streams.Error.WriteLineAsync(problem.AsMemory(), cancel);
        return 1;
    }
}

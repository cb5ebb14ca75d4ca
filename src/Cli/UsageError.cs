using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kybernet.Cli;

/// <summary>Says what is wrong with a command line, in kubectl's words.</summary>
internal static class UsageError
{
    /// <summary>The message for the first thing wrong, or null when the arguments can be run.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0) return null;
        var command = Path(parsed.CommandResult);
        return parsed.UnmatchedTokens is [var token, ..]
            ? Unmatched(parsed.CommandResult.Command, command, token, parsed.UnmatchedTokens)
            : $"error: {parsed.Errors[0].Message}\nSee '{command} --help' for usage.";
    }

    private static string Unmatched(Command command, string path, string token, IReadOnlyList<string> all)
    {
        if (token.StartsWith("--", StringComparison.Ordinal))
            return $"error: unknown flag: {token.Split('=')[0]}\nSee '{path} --help' for usage.";
        if (token is ['-', var flag, ..])
            return $"error: unknown shorthand flag: '{flag}' in {token}\nSee '{path} --help' for usage.";
        return command.Subcommands.Count > 0
            ? $"error: unknown command \"{token}\" for \"{path}\"\nSee '{path} --help' for usage."
            : $"error: extra arguments: [{string.Join(' ', all)}]";
    }

    /// <summary>The command with those above it: <c>kyb storage decode</c>.</summary>
    private static string Path(CommandResult result) =>
        result.Parent is CommandResult outer ? $"{Path(outer)} {result.Command.Name}" : "kyb";
}

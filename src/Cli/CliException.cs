namespace Kybernet.Cli;

/// <summary>A command cannot go on; the message is what the user reads after <c>error: </c>.</summary>
internal class CliException(string message) : Exception(message)
{
    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>The message is printed without <c>error: </c> before it; an empty one not at all.</summary>
    public bool IsBare { get; init; }
}

/// <summary>A command is used wrongly: the message is followed by where to read how it is used.</summary>
internal sealed class UsageException(string message) : CliException(message);

namespace Kybernet.Cli.Flags;

/// <summary>An argument that is wrong, in pflag's words.</summary>
internal sealed class FlagException(string message) : Exception(message);

/// <summary>The user asks how the command is used.</summary>
internal sealed class HelpException : Exception;

namespace Kybernet.Cli.Flags;

/// <summary>What a flag takes.</summary>
internal enum FlagKind
{
    Text,
    Bool,
    Int,

    /// <summary>Given more than once, or with commas.</summary>
    List,

    /// <summary>Given more than once; commas are part of the value.</summary>
    Array,

    /// <summary><c>1m30s</c>.</summary>
    Duration,
}

/// <summary>A flag of a command, as pflag has them.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Shorthand">One letter, or the zero character.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">Its value when it is not given.</param>
/// <param name="Bare">Its value when it is given without one; null when it must have one.</param>
internal sealed record Flag(string Name, char Shorthand, FlagKind Kind, string Default, string? Bare);

using Kybernet.Cli.Flags;

namespace Kybernet.Cli;

/// <summary>A command of kubectl, or a group of them.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Short">What it does, in a line.</param>
internal sealed record Verb(string Name, string Short)
{
    /// <summary>The arguments after the name, for help: <c>(TYPE NAME | TYPE/NAME)</c>.</summary>
    public string Usage { get; init; } = "";

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The commands of a group.</summary>
    public IReadOnlyList<Verb> Children { get; init; } = [];

    /// <summary>Adds the command's own flags.</summary>
    public Action<FlagSet> Flags { get; init; } = static _ => { };

    /// <summary>Does it; null for a group that does nothing itself. Gives the exit code.</summary>
    public Func<Invocation, CancellationToken, Task<int>>? Run { get; init; }

    public bool IsCalled(string name) => Name == name || Aliases.Contains(name);
}

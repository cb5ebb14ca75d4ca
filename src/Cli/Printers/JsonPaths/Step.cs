namespace Kybernet.Cli.Printers.JsonPaths;

/// <summary>What a step of a path does.</summary>
internal enum StepKind
{
    Field,
    Wildcard,
    Recursive,
    Slice,
    Filter,
    Union,
}

/// <summary>A step of a path.</summary>
internal sealed record Step(StepKind Kind)
{
    public string Name { get; init; } = "";

    /// <summary>Of a slice: from, to (exclusive) and by; null where not given.</summary>
    public (int? From, int? To, int? By, bool IsIndex) Range { get; init; }

    /// <summary>Of a filter: both sides and what is between them, empty for whether there is a left side.</summary>
    public (Operand Left, string Operator, Operand Right) Filter { get; init; }

    public IReadOnlyList<IReadOnlyList<Step>> Parts { get; init; } = [];
}

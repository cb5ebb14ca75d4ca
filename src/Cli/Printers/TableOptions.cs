namespace Kybernet.Cli.Printers;

/// <summary>How tables are printed.</summary>
internal sealed record TableOptions
{
    /// <summary>Columns of low priority too.</summary>
    public bool IsWide { get; init; }

    public bool HasHeaders { get; init; } = true;

    /// <summary>A first column with the namespace.</summary>
    public bool ShowsNamespace { get; init; }

    /// <summary>What stands before names, with a slash: <c>deployment.apps</c>; empty for nothing.</summary>
    public string Kind { get; init; } = "";

    /// <summary>A last column with all labels.</summary>
    public bool ShowsLabels { get; init; }

    /// <summary>A column for each of these labels.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];
}

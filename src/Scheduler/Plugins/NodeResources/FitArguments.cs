using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>The settings of NodeResourcesFit. Upstream: <c>NodeResourcesFitArgs</c>.</summary>
public sealed record FitArguments
{
    public static readonly FitArguments Default = new();

    /// <summary>Extended resources that somebody else looks after.</summary>
    public ListOf<string> IgnoredResources { get; init; } = [];

    /// <summary>As above, whole domains: <c>example.com</c>.</summary>
    public ListOf<string> IgnoredResourceGroups { get; init; } = [];

    public ScoringStrategy Strategy { get; init; } = ScoringStrategy.Default;

    public bool Ignores(string resource) =>
        IgnoredResources.Contains(resource) || IgnoredResourceGroups.Contains(resource.Split('/')[0]);
}

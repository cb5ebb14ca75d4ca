using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl.Fairness;
using Kybernet.ApiServer.FlowControl.Levels;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.FlowControl.Matching;

/// <summary>The flow schemas in the order they are tried, and the levels they lead to. Never changes: a new one takes its place.</summary>
public sealed class FlowConfiguration(FlowPath[] paths, IReadOnlyList<PriorityLevel> levels)
{
    public IReadOnlyList<PriorityLevel> Levels => levels;

    public IReadOnlyList<FlowPath> Paths => paths;

    /// <summary>The first that matches; the last, catch-all, when none does.</summary>
    public FlowPath Find(UserInfo user, RequestInfo info)
    {
        foreach (var path in paths)
            if (FlowMatch.Matches(path.Schema.Spec, user, info)) return path;
        return paths[^1];
    }
}

/// <summary>A flow schema, the level it leads to, and where its requests are counted.</summary>
public sealed class FlowPath(FlowSchema schema, PriorityLevel level)
{
    public FlowSchema Schema => schema;

    public PriorityLevel Level => level;

    public FlowCounts Counts { get; } = level.CountsOf(schema.Metadata.Name);

    /// <summary>What tells the flows of the schema apart.</summary>
    public string DistinguisherOf(UserInfo user, RequestInfo info) => schema.Spec.DistinguisherMethod?.Type switch
    {
        "ByUser" => user.Name,
        "ByNamespace" => info.Namespace,
        _ => "",
    };
}

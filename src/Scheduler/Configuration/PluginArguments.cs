using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Plugins.DefaultPreemption;
using Kybernet.Scheduler.Plugins.InterPodAffinity;
using Kybernet.Scheduler.Plugins.NodeResources;
using Kybernet.Scheduler.Plugins.PodTopologySpread;

namespace Kybernet.Scheduler.Configuration;

/// <summary>Reads the <c>pluginConfig</c> of the in-tree plugins. Upstream: <c>apis/config/v1</c> and its validation.</summary>
public static class PluginArguments
{
    public static FitArguments Fit(JsonValue arguments)
    {
        var node = Open(arguments, "ignoredResources", "ignoredResourceGroups", "scoringStrategy");
        var strategy = node["scoringStrategy"];
        strategy.Only("type", "resources", "requestedToCapacityRatio");
        var type = strategy.Text("type") is { Length: > 0 } given ? given : "LeastAllocated";
        if (type is not ("LeastAllocated" or "MostAllocated" or "RequestedToCapacityRatio"))
            throw strategy["type"].Wrong(
                $"Unsupported value: \"{type}\": supported values: \"LeastAllocated\", \"MostAllocated\", \"RequestedToCapacityRatio\"");
        return new()
        {
            IgnoredResources = Strings(node["ignoredResources"]),
            IgnoredResourceGroups = Strings(node["ignoredResourceGroups"]),
            Strategy = new()
            {
                Type = type,
                Resources = Resources(strategy["resources"]),
                Shape = type == "RequestedToCapacityRatio" ? Shape(strategy["requestedToCapacityRatio"]["shape"]) : [],
            },
        };
    }

    public static ListOf<ScoredResource> BalancedAllocation(JsonValue arguments)
    {
        var resources = Resources(Open(arguments, "resources")["resources"]);
        return resources.All(resource => resource.Weight == 1)
            ? resources
            : throw new FormatException("resources: NodeResourcesBalancedAllocation: resource weight must be 1");
    }

    /// <summary>The node affinity that a profile adds to each pod's.</summary>
    public static NodeAffinity? AddedAffinity(JsonValue arguments)
    {
        var added = Open(arguments, "addedAffinity")["addedAffinity"];
        return added.Value.IsNull ? null : Decode<NodeAffinity>(added);
    }

    public static SpreadArguments Spread(JsonValue arguments)
    {
        var node = Open(arguments, "defaultConstraints", "defaultingType");
        var type = node.Text("defaultingType") is { Length: > 0 } given ? given : "System";
        var constraints = node["defaultConstraints"].Items.Select(item =>
        {
            var constraint = Decode<TopologySpreadConstraint>(item);
            if (constraint.MaxSkew <= 0) throw item.Wrong("maxSkew: not in valid range (0, inf)");
            if (constraint.TopologyKey.Length == 0) throw item.Wrong("topologyKey: can not be empty");
            if (constraint.WhenUnsatisfiable is not ("DoNotSchedule" or "ScheduleAnyway"))
                throw item.Wrong($"whenUnsatisfiable: Unsupported value: \"{constraint.WhenUnsatisfiable}\"");
            return constraint.LabelSelector is null
                ? constraint
                : throw item.Wrong("labelSelector: constraint must not define a selector, as they deduced for each pod");
        }).ToListOf();
        return type switch
        {
            "List" => new(constraints, IsSystem: false),
            "System" when constraints.IsEmpty => SpreadArguments.Default,
            "System" => throw node["defaultingType"].Wrong("when .defaultingType is System, .defaultConstraints must be empty"),
            _ => throw node["defaultingType"].Wrong($"Unsupported value: \"{type}\": supported values: \"System\", \"List\""),
        };
    }

    public static InterPodAffinityArguments InterPodAffinity(JsonValue arguments)
    {
        var node = Open(arguments, "hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods");
        var weight = node.Integer("hardPodAffinityWeight") ?? 1;
        if (weight is < 0 or > 100) throw node["hardPodAffinityWeight"].Wrong("not in valid range [0-100]");
        return new((int)weight, node.Boolean("ignorePreferredTermsOfExistingPods") ?? false);
    }

    public static PreemptionArguments Preemption(JsonValue arguments)
    {
        var node = Open(arguments, "minCandidateNodesPercentage", "minCandidateNodesAbsolute");
        var percentage = node.Integer("minCandidateNodesPercentage") ?? PreemptionArguments.Default.MinCandidateNodesPercentage;
        var absolute = node.Integer("minCandidateNodesAbsolute") ?? PreemptionArguments.Default.MinCandidateNodesAbsolute;
        if (percentage is < 0 or > 100) throw node["minCandidateNodesPercentage"].Wrong($"Invalid value: {percentage}: not in valid range [0, 100]");
        if (absolute is < 0 or > int.MaxValue) throw node["minCandidateNodesAbsolute"].Wrong($"Invalid value: {absolute}: not in valid range [0, inf)");
        return percentage + absolute > 0
            ? new((int)percentage, (int)absolute)
            : throw node["minCandidateNodesPercentage"].Wrong("Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute");
    }

    private static T Decode<T>(ConfigurationNode node)
        where T : class, IApiMessage<T>
    {
        using var writer = new JsonWriter();
        JsonValueCodec.WriteJson(writer, node.Value);
        var decoded = ObjectJson.Decode<T>(writer.Written, DecodeOptions.Default);
        return decoded.Error is { } error ? throw node.Wrong(error.Message) : decoded.Value!;
    }

    private static ConfigurationNode Open(JsonValue arguments, params string[] fields)
    {
        var node = new ConfigurationNode(arguments, "");
        node.Only(["apiVersion", "kind", .. fields]);
        return node;
    }

    private static ListOf<string> Strings(ConfigurationNode list) =>
        [.. list.Items.Select(item => item.Value.AsString() ?? throw item.Wrong("String is expected"))];

    private static ListOf<ScoredResource> Resources(ConfigurationNode list)
    {
        if (!list.Items.Any()) return ScoringStrategy.DefaultResources;
        return [.. list.Items.Select(item =>
        {
            item.Only("name", "weight");
            var weight = item.Integer("weight") is { } given and not 0 ? given : 1;
            return weight is < 1 or > 100
                ? throw item["weight"].Wrong($"resource weight of {item.Text("name")} not in valid range [1-100]")
                : new ScoredResource(item.Text("name"), weight);
        })];
    }

    private static ListOf<ShapePoint> Shape(ConfigurationNode list)
    {
        var points = new List<ShapePoint>();
        foreach (var item in list.Items)
        {
            item.Only("utilization", "score");
            var point = new ShapePoint((int)(item.Integer("utilization") ?? 0), (int)(item.Integer("score") ?? 0));
            if (point.Utilization is < 0 or > 100) throw item["utilization"].Wrong("not in valid range [0-100]");
            if (point.Score is < 0 or > 10) throw item["score"].Wrong("not in valid range [0-10]");
            if (points.Count > 0 && points[^1].Utilization >= point.Utilization)
                throw item["utilization"].Wrong("utilization values must be sorted in increasing order");
            points.Add(point);
        }

        return points.Count == 0 ? throw list.Wrong("at least one point must be specified") : [.. points];
    }
}

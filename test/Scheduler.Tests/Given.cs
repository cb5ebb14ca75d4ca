using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests;

/// <summary>Nodes and pods written as the YAML of their spec, and tables of them.</summary>
internal static class Given
{
    /// <param name="name">Also its UID.</param>
    /// <param name="spec">YAML of the spec; empty for a container without requests.</param>
    /// <param name="metadata">YAML of more metadata.</param>
    public static Pod Pod(string name = "pod", string spec = "containers: [{name: a}]", string metadata = "{}")
    {
        var pod = Read<Pod>($$"""{"metadata": {{Json(metadata)}}, "spec": {{Json(spec)}}}""");
        return pod with { Metadata = pod.Metadata with { Namespace = "default", Name = name, Uid = name } };
    }

    /// <summary>A pod of one container.</summary>
    /// <param name="name">Also its UID.</param>
    /// <param name="requests">YAML: <c>{cpu: 1, memory: 1Gi}</c>.</param>
    /// <param name="node">Where it runs; empty for nowhere.</param>
    public static Pod PodAsking(string requests, string name = "pod", string node = "") =>
        Pod(name, $"{{containers: [{{name: a, resources: {{requests: {requests}}}}}], nodeName: '{node}'}}");

    /// <param name="name">Its name.</param>
    /// <param name="allocatable">YAML; a hundred pods unless it says otherwise.</param>
    /// <param name="labels">YAML.</param>
    /// <param name="spec">YAML.</param>
    /// <param name="status">YAML of more status.</param>
    public static Node Node(string name, string allocatable = "{}", string labels = "{}", string spec = "{}", string status = "{}")
    {
        var node = Read<Node>($$"""{"metadata": {"labels": {{Json(labels)}}}, "spec": {{Json(spec)}}, "status": {{Json(status)}}}""");
        var capacity = Read<Node>($"{{status: {{allocatable: {allocatable}}}}}").Status.Allocatable;
        if (!capacity.ContainsKey("pods")) capacity = capacity.SetItem("pods", Machinery.Values.Quantity.New(100, Machinery.Values.QuantityFormat.DecimalSI));
        return node with { Metadata = node.Metadata with { Name = name, Uid = name }, Status = node.Status with { Allocatable = capacity } };
    }

    public static NodeTable Table(params Node[] nodes)
    {
        var table = new NodeTable(new());
        foreach (var node in nodes) table.SetNode(node);
        return table;
    }

    /// <summary>Counts pods on the nodes that their specs name.</summary>
    public static NodeTable With(this NodeTable table, params Pod[] pods)
    {
        foreach (var pod in pods) table.AddPod(PodInfo.Of(pod, table.Resources), pod.Spec.NodeName);
        return table;
    }

    /// <summary>What a plugin says of the pod on each node: <c>fits</c>, or its reasons.</summary>
    public static string[] Filtered(this NodeTable table, IFilterPlugin plugin, Pod pod)
    {
        var info = PodInfo.Of(pod, table.Resources);
        var state = new CycleState();
        var verdicts = new PluginStatus?[table.Count];
        var early = (plugin as IPreFilterPlugin)?.PreFilter(state, info, table, out _);
        if (early is { Code: not StatusCode.Skip }) return [.. verdicts.Select(_ => early.Message)];
        if (early is null) plugin.Filter(state, info, table, table.Order, verdicts);
        return [.. verdicts.Select(verdict => verdict?.Message ?? "fits")];
    }

    /// <summary>The scores of each node, normalised; null when the plugin has nothing to score.</summary>
    public static long[]? Scored(this NodeTable table, IScorePlugin plugin, Pod pod)
    {
        var info = PodInfo.Of(pod, table.Resources);
        var state = new CycleState();
        if ((plugin as IPreScorePlugin)?.PreScore(state, info, table, table.Order) is { } early)
            return early.Code == StatusCode.Skip ? null : throw new InvalidOperationException(early.Message);
        var scores = new long[table.Count];
        plugin.Score(state, info, table, table.Order, scores);
        plugin.NormalizeScores(state, info, table, table.Order, scores);
        return scores;
    }

    public static T Read<T>(string yaml)
        where T : class, IApiMessage<T> =>
        ObjectJson.Decode<T>(System.Text.Encoding.UTF8.GetBytes(Json(yaml)), DecodeOptions.Default) is { Succeeded: true } decoded
            ? decoded.Value!
            : throw new FormatException(yaml);

    private static string Json(string yaml) => System.Text.Encoding.UTF8.GetString(YamlReader.Read(yaml).Documents[0].Json.Span);
}

using System.Globalization;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>What keeps pods running. Upstream: <c>describeDeployment</c>, <c>describeReplicaSet</c> and their like.</summary>
internal static class WorkloadDescriptions
{
    private const string HashLabel = "pod-template-hash";

    public static async Task DeploymentAsync(Description description, JsonValue value, Related related)
    {
        var (spec, status) = (value["spec"], value["status"]);
        Created(description, value);
        description.Meta(value);
        description.Field("Selector", SelectorText.Of(spec["selector"]));
        description.Field("Replicas", string.Create(
            CultureInfo.InvariantCulture,
            $"{spec.Int("replicas")} desired | {status.Int("updatedReplicas")} updated | {status.Int("replicas")} total | "
            + $"{status.Int("availableReplicas")} available | {status.Int("unavailableReplicas")} unavailable"));
        description.Field("StrategyType", spec.Text("strategy", "type"));
        description.Field("MinReadySeconds", Text($"{spec.Int("minReadySeconds")}"));
        if (spec.At("strategy", "rollingUpdate") is { IsNull: false } rolling)
        {
            description.Field(
                "RollingUpdateStrategy", $"{JsonText.Plain(rolling["maxUnavailable"])} max unavailable, {JsonText.Plain(rolling["maxSurge"])} max surge");
        }

        PodDescription.Template(description, spec["template"]);
        Conditions(description, status);
        await ReplicaSetsAsync(description, value, related);
    }

    public static async Task ReplicaSetAsync(Description description, JsonValue value, Related related)
    {
        description.Field("Name", value.Name());
        description.Field("Namespace", value.Space());
        description.Field("Selector", SelectorText.OrNone(SelectorText.Of(value.At("spec", "selector"))));
        description.Meta(value);
        if (PodDescription.Controller(value) is { Length: > 0 } owner) description.Field("Controlled By", owner);
        description.Field("Replicas", Text($"{value.Int("status", "replicas")} current / {value.Int("spec", "replicas")} desired"));
        await PodsAsync(description, value, related);
        PodDescription.Template(description, value.At("spec", "template"));
        Conditions(description, value["status"]);
    }

    public static async Task DaemonSetAsync(Description description, JsonValue value, Related related)
    {
        var status = value["status"];
        description.Field("Name", value.Name());
        description.Field("Namespace", value.Space());
        description.Field("Selector", SelectorText.Of(value.At("spec", "selector")));
        description.Field("Node-Selector", SelectorText.OfLabels(value.At("spec", "template", "spec", "nodeSelector")));
        description.Meta(value);
        description.Line(0, Text($"Desired Number of Nodes Scheduled: {status.Int("desiredNumberScheduled")}"));
        description.Line(0, Text($"Current Number of Nodes Scheduled: {status.Int("currentNumberScheduled")}"));
        description.Line(0, Text($"Number of Nodes Scheduled with Up-to-date Pods: {status.Int("updatedNumberScheduled")}"));
        description.Line(0, Text($"Number of Nodes Scheduled with Available Pods: {status.Int("numberAvailable")}"));
        description.Line(0, Text($"Number of Nodes Misscheduled: {status.Int("numberMisscheduled")}"));
        await PodsAsync(description, value, related);
        PodDescription.Template(description, value.At("spec", "template"));
    }

    public static async Task StatefulSetAsync(Description description, JsonValue value, Related related)
    {
        var spec = value["spec"];
        Created(description, value);
        description.Field("Selector", SelectorText.Of(spec["selector"]));
        description.Meta(value);
        description.Field("Replicas", Text($"{spec.Int("replicas")} desired | {value.Int("status", "replicas")} total"));
        description.Field("Update Strategy", spec.Text("updateStrategy", "type"));
        var rolling = spec.At("updateStrategy", "rollingUpdate");
        if (rolling["partition"].AsInteger() is { } partition)
        {
            description.Field(1, "Partition", Text($"{partition}"));
            if (!rolling["maxUnavailable"].IsNull) description.Field(1, "MaxUnavailable", JsonText.Plain(rolling["maxUnavailable"]));
        }

        await PodsAsync(description, value, related);
        PodDescription.Template(description, spec["template"]);
        Claims(description, spec["volumeClaimTemplates"]);
    }

    private static void Created(Description description, JsonValue value)
    {
        description.Field("Name", value.Name());
        description.Field("Namespace", value.Space());
        description.Field("CreationTimestamp", description.Time(value.Text("metadata", "creationTimestamp")));
    }

    private static void Conditions(Description description, JsonValue status)
    {
        var conditions = status["conditions"].Items;
        if (conditions.Count == 0) return;
        description.Line(0, "Conditions:\n  Type\tStatus\tReason");
        description.Line(1, "----\t------\t------");
        foreach (var one in conditions.ToArray()) description.Line(1, $"{one.Text("type")} \t{one.Text("status")}\t{one.Text("reason")}");
    }

    /// <summary>How many pods of the object are in which phase.</summary>
    private static async Task PodsAsync(Description description, JsonValue value, Related related)
    {
        var listed = await related.ListAsync("pods", value.Space(), SelectorText.Of(value.At("spec", "selector")));
        if (!listed.TryGet(out var pods, out var error))
        {
            description.Field("Pods Status", $"error in fetching pods: {error.Message}");
            return;
        }

        var counts = Related.ControlledBy(value, pods).CountBy(static pod => pod.Text("status", "phase")).ToDictionary(StringComparer.Ordinal);
        description.Field("Pods Status", string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.GetValueOrDefault("Running")} Running / {counts.GetValueOrDefault("Pending")} Waiting / "
            + $"{counts.GetValueOrDefault("Succeeded")} Succeeded / {counts.GetValueOrDefault("Failed")} Failed"));
    }

    private static async Task ReplicaSetsAsync(Description description, JsonValue value, Related related)
    {
        var listed = await related.ListAsync("replicasets.apps", value.Space(), SelectorText.Of(value.At("spec", "selector")));
        if (!listed.TryGet(out var all, out _)) return;
        var sets = Related.ControlledBy(value, all).OrderBy(static set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(static set => set.Name(), StringComparer.Ordinal).ToList();
        if (sets.Count == 0) return;
        var template = WithoutHash(value.At("spec", "template"));
        var current = sets.FindIndex(set => WithoutHash(set.At("spec", "template")).Equals(template));
        description.Field("OldReplicaSets", SelectorText.OrNone(string.Join(", ", sets.Where((_, i) => i != current).Select(Replicas))));
        description.Field("NewReplicaSet", current < 0 ? "<none>" : Replicas(sets[current]));
    }

    private static string Replicas(JsonValue set) =>
        Text($"{set.Name()} ({set.Int("status", "replicas")}/{set.Int("spec", "replicas")} replicas created)");

    private static JsonValue WithoutHash(JsonValue template)
    {
        var labels = template.At("metadata", "labels").Without(HashLabel);
        return template.With("metadata", template["metadata"].With("labels", labels).Without("creationTimestamp"));
    }

    private static void Claims(Description description, JsonValue templates)
    {
        description.Line(0, templates.Items.Count == 0 ? "Volume Claims:\t<none>" : "Volume Claims:");
        foreach (var claim in templates.Items.ToArray())
        {
            description.Field(1, "Name", claim.Name());
            description.Field(1, "StorageClass", claim.Text("spec", "storageClassName"));
            foreach (var (title, member) in ((string, string)[])[("Labels", "labels"), ("Annotations", "annotations")])
            {
                var pairs = claim.At("metadata", member).Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal);
                description.List($"  {title}", pairs.Select(static pair => $"{pair.Key}={pair.Value.AsString()}"), "  ");
            }

            var storage = claim.Text("spec", "resources", "requests", "storage");
            description.Field(1, "Capacity", storage.Length > 0 ? storage : "<default>");
            description.Field(1, "Access Modes", JsonText.Plain(claim.At("spec", "accessModes")));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

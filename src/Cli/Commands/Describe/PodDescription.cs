using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A pod, and the template of pods in others. Upstream: <c>describePod</c>, <c>DescribePodTemplate</c>.</summary>
internal static class PodDescription
{
    public static void Write(Description description, JsonValue pod)
    {
        var (spec, status) = (pod["spec"], pod["status"]);
        description.Field("Name", pod.Name());
        description.Field("Namespace", pod.Space());
        description.Number("Priority", spec["priority"]);
        Filled(description, "Priority Class Name", spec.Text("priorityClassName"));
        Filled(description, "Runtime Class Name", spec.Text("runtimeClassName"));
        Filled(description, "Service Account", spec.Text("serviceAccountName"));
        description.Field("Node", spec.Text("nodeName") is { Length: > 0 } node ? $"{node}/{status.Text("hostIP")}" : "<none>");
        if (status.Text("startTime") is { Length: > 0 } start) description.Field("Start Time", description.Time(start));
        description.Meta(pod);
        Phase(description, pod);
        Filled(description, "Reason", status.Text("reason"));
        Filled(description, "Message", status.Text("message"));
        Seccomp(description, spec.At("securityContext", "seccompProfile"));
        Addresses(description, status);
        Filled(description, "Controlled By", Controller(pod));
        Filled(description, "NominatedNodeName", status.Text("nominatedNodeName"));
        if (spec["resources"] is { IsNull: false } resources)
        {
            description.Line(0, "Resources:");
            ContainerDescription.Resources(description, resources, 1);
        }

        var containers = new ContainerDescription(description, pod);
        if (spec["initContainers"].Items.Count > 0) containers.Write("Init Containers", spec["initContainers"], status["initContainerStatuses"]);
        containers.Write("Containers", spec["containers"], status["containerStatuses"]);
        if (spec["ephemeralContainers"].Items.Count > 0)
            containers.Write("Ephemeral Containers", spec["ephemeralContainers"], status["ephemeralContainerStatuses"]);
        Conditions(description, spec, status);
        VolumeDescription.Write(description, spec["volumes"], isTemplate: false);
        description.Field("QoS Class", status.Text("qosClass"));
        Placement(description, spec, "");
    }

    public static void Template(Description description, JsonValue template)
    {
        var spec = template["spec"];
        description.Line(0, "Pod Template:");
        description.Pairs("  Labels", template.At("metadata", "labels"));
        if (template.At("metadata", "annotations").Members.Count > 0) description.Annotations("  Annotations", template.At("metadata", "annotations"));
        if (spec.Text("serviceAccountName") is { Length: > 0 } account) description.Field(1, "Service Account", account);
        var containers = new ContainerDescription(description, null);
        if (spec["initContainers"].Items.Count > 0) containers.Write("Init Containers", spec["initContainers"], default);
        containers.Write("Containers", spec["containers"], default);
        VolumeDescription.Write(description, spec["volumes"], isTemplate: true);
        Spread(description, spec, "  ");
        if (spec.Text("priorityClassName") is { Length: > 0 } priority) description.Field(1, "Priority Class Name", priority);
        description.Pairs("  Node-Selectors", spec["nodeSelector"]);
        Tolerations(description, spec, "  ");
    }

    /// <summary><c>Kind/name</c> of the owner that controls the object; empty for none.</summary>
    public static string Controller(JsonValue value)
    {
        var owner = value.At("metadata", "ownerReferences").Items.FirstOrDefault(static one => one["controller"].AsBool() == true);
        return owner.IsNull ? "" : $"{owner.Text("kind")}/{owner.Text("name")}";
    }

    private static void Phase(Description description, JsonValue pod)
    {
        var (metadata, phase) = (pod["metadata"], pod.Text("status", "phase"));
        if (metadata["deletionTimestamp"].IsNull || phase is "Failed" or "Succeeded")
        {
            description.Field("Status", phase);
            return;
        }

        description.Field("Status", $"Terminating (lasts {description.Since(metadata.Text("deletionTimestamp"))})");
        description.Field("Termination Grace Period", string.Create(CultureInfo.InvariantCulture, $"{metadata.Int("deletionGracePeriodSeconds")}s"));
    }

    private static void Seccomp(Description description, JsonValue profile)
    {
        if (profile.IsNull) return;
        description.Field("SeccompProfile", profile.Text("type"));
        if (profile.Text("type") == "Localhost") description.Field("LocalhostProfile", profile.Text("localhostProfile"));
    }

    private static void Addresses(Description description, JsonValue status)
    {
        description.Field("IP", status.Text("podIP"));
        var addresses = status["podIPs"].Items;
        description.Line(0, addresses.Count == 0 ? "IPs:\t<none>" : "IPs:");
        foreach (var address in addresses.ToArray()) description.Field(1, "IP", address.Text("ip"));
    }

    private static void Conditions(Description description, JsonValue spec, JsonValue status)
    {
        var conditions = status["conditions"].Items;
        if (spec["readinessGates"].Items.Count > 0)
        {
            description.Line(0, "Readiness Gates:\n  Type\tStatus");
            foreach (var gate in spec["readinessGates"].Items.Select(static one => one.Text("conditionType")))
            {
                var met = conditions.FirstOrDefault(one => one.Text("type") == gate);
                description.Line(1, $"{gate} \t{(met.IsNull ? "<none>" : met.Text("status"))} ");
            }
        }

        if (conditions.Count == 0) return;
        description.Line(0, "Conditions:\n  Type\tStatus");
        foreach (var condition in conditions.ToArray()) description.Line(1, $"{condition.Text("type")} \t{condition.Text("status")} ");
    }

    private static void Placement(Description description, JsonValue spec, string indent)
    {
        description.Pairs($"{indent}Node-Selectors", spec["nodeSelector"]);
        Tolerations(description, spec, indent);
        Spread(description, spec, indent);
    }

    private static void Tolerations(Description description, JsonValue spec, string indent) => description.List(
        $"{indent}Tolerations", spec["tolerations"].Items.OrderBy(static one => one.Text("key"), StringComparer.Ordinal).Select(Toleration));

    private static string Toleration(JsonValue toleration)
    {
        var (key, value, effect) = (toleration.Text("key"), toleration.Text("value"), toleration.Text("effect"));
        var text = key + (value.Length > 0 ? $"={value}" : "") + (effect.Length > 0 ? $":{effect}" : "");
        if (toleration.Text("operator") == "Exists" && value.Length == 0) text += text.Length > 0 ? " op=Exists" : "op=Exists";
        return toleration["tolerationSeconds"].AsInteger() is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{text} for {seconds}s") : text;
    }

    private static void Spread(Description description, JsonValue spec, string indent)
    {
        var constraints = spec["topologySpreadConstraints"].Items;
        if (constraints.Count == 0) return;
        description.List(
            $"{indent}Topology Spread Constraints",
            constraints.OrderBy(static one => one.Text("topologyKey"), StringComparer.Ordinal).Select(static one =>
            {
                var selector = one["labelSelector"].IsNull ? "" : $" for selector {SelectorText.OrNone(SelectorText.Of(one["labelSelector"]))}";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Text("topologyKey")}:{one.Text("whenUnsatisfiable")} when max skew {one.Int("maxSkew")} is exceeded{selector}");
            }), indent);
    }

    private static void Filled(Description description, string name, string value)
    {
        if (value.Length > 0) description.Field(name, value);
    }
}

using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A node and what runs on it. Upstream: <c>describeNode</c>.</summary>
internal static class NodeDescription
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string Unset = "<unset>";

    private static readonly (string Title, string Member)[] s_system =
    [
        ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"), ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"), ("Architecture", "architecture"), ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
    ];

    public static async Task WriteAsync(Description description, JsonValue node, Related related)
    {
        var (spec, status) = (node["spec"], node["status"]);
        description.Field("Name", node.Name());
        description.Field("Roles", SelectorText.OrNone(string.Join(',', Roles(node))));
        description.Meta(node);
        description.Field("CreationTimestamp", description.Time(node.Text("metadata", "creationTimestamp")));
        description.List("Taints", spec["taints"].Items.OrderBy(static one => $"{one.Text("effect")},{one.Text("key")}", StringComparer.Ordinal).Select(Taint));
        description.Field("Unschedulable", spec["unschedulable"].AsBool() == true ? "true" : "false");
        await LeaseAsync(description, node, related);
        Conditions(description, status["conditions"]);
        description.Line(0, "Addresses:");
        foreach (var address in status["addresses"].Items.ToArray()) description.Field(1, address.Text("type"), address.Text("address"));
        Amounts(description, "Capacity", status["capacity"]);
        Amounts(description, "Allocatable", status["allocatable"]);
        description.Line(0, "System Info:");
        foreach (var (title, member) in s_system) description.Field(1, title, status.Text("nodeInfo", member));
        if (spec.Text("podCIDR") is { Length: > 0 } range) description.Field("PodCIDR", range);
        if (spec["podCIDRs"].Items.Count > 0) description.Field("PodCIDRs", string.Join(',', spec["podCIDRs"].Items.Select(static one => one.AsString())));
        if (spec.Text("providerID") is { Length: > 0 } provider) description.Field("ProviderID", provider);
        var pods = await related.ListAsync("pods", "", fields: $"spec.nodeName={node.Name()},status.phase!=Succeeded,status.phase!=Failed");
        if (pods.TryGet(out var running, out var error)) NodePods.Write(description, node, running);
        else if (error.IsForbidden) description.Field("Pods", "not authorized");
        else throw new Client.ApiException(error);
    }

    private static SortedSet<string> Roles(JsonValue node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in node.At("metadata", "labels").Pairs())
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length) roles.Add(key[RolePrefix.Length..]);
            else if (key == "kubernetes.io/role" && value.AsString() is { Length: > 0 } role) roles.Add(role);
        }

        return roles;
    }

    private static string Taint(JsonValue taint)
    {
        var (key, value, effect) = (taint.Text("key"), taint.Text("value"), taint.Text("effect"));
        if (effect.Length == 0) return value.Length == 0 ? key : $"{key}={value}:";
        return value.Length == 0 ? $"{key}:{effect}" : $"{key}={value}:{effect}";
    }

    private static async Task LeaseAsync(Description description, JsonValue node, Related related)
    {
        var read = await related.GetAsync("leases.coordination.k8s.io", "kube-node-lease", node.Name());
        if (!read.TryGet(out var lease, out var error))
        {
            description.Field("Lease", $"Failed to get lease: {error.Message}");
            return;
        }

        var spec = lease["spec"];
        description.Line(0, "Lease:");
        description.Field(1, "HolderIdentity", spec["holderIdentity"].AsString() ?? Unset);
        description.Field(1, "AcquireTime", spec.Text("acquireTime") is { Length: > 0 } acquired ? description.Time(acquired) : Unset);
        description.Field(1, "RenewTime", spec.Text("renewTime") is { Length: > 0 } renewed ? description.Time(renewed) : Unset);
    }

    private static void Conditions(Description description, JsonValue conditions)
    {
        if (conditions.Items.Count == 0) return;
        description.Line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
        description.Line(1, "----\t------\t-----------------\t------------------\t------\t-------");
        foreach (var one in conditions.Items.ToArray())
        {
            var (beat, since) = (description.Time(one.Text("lastHeartbeatTime")), description.Time(one.Text("lastTransitionTime")));
            description.Line(1, $"{one.Text("type")} \t{one.Text("status")} \t{beat} \t{since} \t{one.Text("reason")} \t{one.Text("message")}");
        }
    }

    private static void Amounts(Description description, string title, JsonValue amounts)
    {
        if (amounts.Members.Count == 0) return;
        description.Line(0, $"{title}:");
        foreach (var (name, value) in amounts.Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            description.Field(1, name, value.AsString() ?? "");
    }
}

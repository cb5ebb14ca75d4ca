using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Nodes.</summary>
public sealed class NodePrinter() : TablePrinter<Node>(
[
    Column.Name,
    Column.Text("Status", "Whether the node is ready, and whether it takes new pods."),
    Column.Text("Roles", "The roles that the node's labels name."),
    Column.Age,
    Column.Text("Version", "The kubelet's version."),
    Column.Wide("Internal-IP", "The node's address inside the cluster."),
    Column.Wide("External-IP", "The node's address outside the cluster."),
    Column.Wide("OS-Image", "The operating system."),
    Column.Wide("Kernel-Version", "The kernel, and the architecture it is for."),
    Column.Wide("Container-Runtime", "The container runtime and its version."),
])
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    protected override ListOf<JsonValue> Row(Node value, DateTimeOffset now)
    {
        var info = value.Status.NodeInfo;
        var kernel = Cell.Or(info.KernelVersion, Cell.Unknown);
        return
        [
            value.Metadata.Name, Status(value), Roles(value), Cell.Age(value.Metadata, now), info.KubeletVersion,
            Address(value, "InternalIP"), Address(value, "ExternalIP"), Cell.Or(info.OsImage, Cell.Unknown),
            info.Architecture.Length > 0 ? $"{kernel} ({info.Architecture})" : kernel, Cell.Or(info.ContainerRuntimeVersion, Cell.Unknown),
        ];
    }

    private static string Status(Node node)
    {
        // The last condition of the type counts, should there be more than one.
        var ready = node.Status.Conditions.LastOrDefault(condition => condition.Type == "Ready");
        var status = ready is null ? "Unknown" : ready.Status == "True" ? "Ready" : "NotReady";
        return node.Spec.Unschedulable ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(Node node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (label, value) in node.Metadata.Labels)
        {
            if (label.StartsWith(RolePrefix, StringComparison.Ordinal)) roles.Add(label[RolePrefix.Length..]);
            else if (label == RoleLabel) roles.Add(value);
        }

        roles.Remove("");
        return Cell.Or(string.Join(',', roles), Cell.None);
    }

    private static string Address(Node node, string type) =>
        node.Status.Addresses.FirstOrDefault(address => address.Type == type)?.Address ?? Cell.None;
}

using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The pods of a node and what they ask for. Upstream: <c>describeNodeResource</c>.</summary>
internal static class NodePods
{
    private const string HugePages = "hugepages-";
    private static readonly string[] s_standard = ["cpu", "memory", "ephemeral-storage"];

    public static void Write(Description description, JsonValue node, IReadOnlyList<JsonValue> pods)
    {
        var room = node.At("status", "allocatable");
        if (room.Members.Count == 0) room = node.At("status", "capacity");
        description.Field("Non-terminated Pods", string.Create(CultureInfo.InvariantCulture, $"({pods.Count} in total)"));
        description.Line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
        description.Line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
        var (requests, limits) = (new Dictionary<string, Quantity>(StringComparer.Ordinal), new Dictionary<string, Quantity>(StringComparer.Ordinal));
        foreach (var pod in pods)
        {
            var (asked, allowed) = (PodAmounts.Of(pod, "requests"), PodAmounts.Of(pod, "limits"));
            PodAmounts.Add(requests, asked);
            PodAmounts.Add(limits, allowed);
            var cells = $"{Share(asked, room, "cpu")}\t{Share(allowed, room, "cpu")}\t{Share(asked, room, "memory")}\t{Share(allowed, room, "memory")}";
            description.Line(1, $"{pod.Space()}\t{pod.Name()}\t\t{cells}\t{description.Since(pod.Text("metadata", "creationTimestamp"))}");
        }

        description.Line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)");
        description.Line(1, "Resource\tRequests\tLimits");
        description.Line(1, "--------\t--------\t------");
        var names = room.Pairs().Select(static pair => pair.Key).Order(StringComparer.Ordinal).ToList();
        foreach (var name in s_standard.Concat(names.Where(static name => name.StartsWith(HugePages, StringComparison.Ordinal))))
            description.Line(1, $"{name}\t{Share(requests, room, name)}\t{Share(limits, room, name)}");
        foreach (var name in names.Where(IsExtended)) description.Line(1, $"{name}\t{requests.GetValueOrDefault(name)}\t{limits.GetValueOrDefault(name)}");
    }

    private static bool IsExtended(string name) =>
        name != "pods" && !s_standard.Contains(name) && !name.StartsWith(HugePages, StringComparison.Ordinal);

    /// <summary>An amount and how much of the node's it is: <c>100m (5%)</c>.</summary>
    private static string Share(Dictionary<string, Quantity> amounts, JsonValue room, string name)
    {
        var amount = amounts.GetValueOrDefault(name);
        var all = Quantity.TryParse(room.Text(name), out var parsed) ? parsed : default;
        var (part, whole) = name == "cpu" ? (amount.MilliValue(), all.MilliValue()) : (amount.Value(), all.Value());
        var percent = whole == 0 ? 0 : (long)((double)part / whole * 100);
        return string.Create(CultureInfo.InvariantCulture, $"{amount} ({percent}%)");
    }
}

using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Environment;

/// <summary>What a pod may know of itself: its fields and its containers' resources. Pure.</summary>
/// <remarks>Upstream: pkg/fieldpath, ExtractFieldPathAsString; api/v1/resource, ExtractContainerResourceValue.</remarks>
internal static class FieldValues
{
    /// <param name="pod">The pod.</param>
    /// <param name="fieldPath">As written in the pod.</param>
    /// <param name="node">The node's name and addresses, for the fields of the status.</param>
    /// <param name="podIps">The addresses of the pod's sandbox.</param>
    /// <exception cref="ConfigException">No such field can be known.</exception>
    public static string Field(Pod pod, string fieldPath, NodeFacts node, IReadOnlyList<string> podIps)
    {
        if (Subscript(fieldPath, out var map, out var key))
        {
            return map switch
            {
                "metadata.annotations" => pod.Metadata.Annotations.GetValueOrDefault(key) ?? "",
                "metadata.labels" => pod.Metadata.Labels.GetValueOrDefault(key) ?? "",
                _ => throw new ConfigException($"invalid fieldPath \"{fieldPath}\": does not support subscript"),
            };
        }

        return fieldPath switch
        {
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.Namespace,
            "metadata.uid" => pod.Metadata.Uid,
            "spec.nodeName" => pod.Spec.NodeName,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName,
            "status.hostIP" => node.Addresses.Count > 0 ? node.Addresses[0] : "",
            "status.hostIPs" => string.Join(',', node.Addresses),
            "status.podIP" => podIps.Count > 0 ? podIps[0] : pod.Status.PodIP,
            "status.podIPs" => string.Join(',', podIps),
            _ => throw new ConfigException($"unsupported fieldPath: {fieldPath}"),
        };
    }

    /// <summary>A request or limit, divided and rounded up. A limit that is not set is what the node has.</summary>
    public static string Resource(Pod pod, Container container, ResourceFieldSelector selector, NodeFacts node)
    {
        var of = selector.ContainerName.Length == 0
            ? container
            : pod.AllContainers.FirstOrDefault(candidate => candidate.Name == selector.ContainerName)
                ?? throw new ConfigException($"container {selector.ContainerName} not found");
        var parts = selector.Resource.Split('.', 2);
        if (parts.Length != 2 || parts[0] is not ("limits" or "requests")) throw new ConfigException($"Unsupported container resource : {selector.Resource}");
        var name = parts[1];
        var amount = parts[0] == "limits" ? LimitOf(of, name, node) : RequestOf(of, name);
        return Divided(amount, selector.Divisor, isCpu: name == ResourceName.Cpu);
    }

    /// <summary><c>key="value"</c>, one a line, in the order of keys.</summary>
    public static string Lines(MapOf<string> map) => string.Join('\n', map.Select(entry => $"{entry.Key}={Quoted(entry.Value)}"));

    private static Quantity LimitOf(Container container, string name, NodeFacts node) =>
        container.Resources.Limits.TryGetValue(name, out var limit) && !limit.IsZero ? limit : node.Allocatable.GetValueOrDefault(name);

    private static Quantity RequestOf(Container container, string name) => container.Resources.Requests.GetValueOrDefault(name);

    private static string Divided(Quantity amount, Quantity divisor, bool isCpu)
    {
        if (divisor.IsZero) divisor = Quantity.New(1, QuantityFormat.DecimalSI);
        var (value, unit) = isCpu ? (amount.MilliValue(), divisor.MilliValue()) : (amount.Value(), divisor.Value());
        return ((value + unit - 1) / unit).ToString(CultureInfo.InvariantCulture);
    }

    private static bool Subscript(string path, out string map, out string key)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        var isSubscript = open > 0 && path.EndsWith("']", StringComparison.Ordinal);
        (map, key) = isSubscript ? (path[..open], path[(open + 2)..^2]) : (path, "");
        return isSubscript;
    }

    private static string Quoted(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";
}

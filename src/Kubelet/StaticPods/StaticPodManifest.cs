using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Kubelet.StaticPods;

/// <summary>A pod of a file. Pure.</summary>
/// <remarks>Upstream: kubelet/config, applyDefaults and tryDecodeSinglePod.</remarks>
internal static class StaticPodManifest
{
    private const int UidBytes = 16;
    private static readonly Scheme s_scheme = ApiScheme.Create();

    /// <param name="text">YAML or JSON, one document.</param>
    /// <param name="file">Where it is from: the same pod in another file is another pod.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="problem">Why there is none.</param>
    public static Pod? Read(byte[] text, string file, string node, out string problem)
    {
        var read = YamlReader.Read(text);
        problem = read.Error is { } error ? error.ToString() : read.Documents.Count == 1 ? "" : $"holds {read.Documents.Count} documents, not one";
        if (problem.Length > 0) return null;
        var decoded = ObjectJson.Decode(read.Documents[0].Json.Span, s_scheme, DecodeOptions.Default);
        if (decoded.Error is { } wrong) problem = $"line {read.Documents[0].LineOf(wrong.Offset)}: {wrong}";
        else if (decoded.Value is not Pod) problem = $"is a {decoded.Value!.Gvk.Kind}, not a Pod";
        else if (((Pod)decoded.Value).Metadata.Name.Length == 0) problem = "invalid pod: name is needed for the pod";
        return problem.Length > 0 ? null : Placed((Pod)decoded.Value!, file, node);
    }

    private static Pod Placed(Pod pod, string file, string node)
    {
        var uid = pod.Metadata.Uid.Length > 0 ? pod.Metadata.Uid : HashOf(pod, file, node);
        var metadata = pod.Metadata with
        {
            Uid = uid,
            Name = $"{pod.Metadata.Name}-{node.ToLowerInvariant()}",
            Namespace = pod.Metadata.Namespace.Length > 0 ? pod.Metadata.Namespace : "default",
            Annotations = pod.Metadata.Annotations.SetItem(PodSpecs.ConfigHash, uid).SetItem(PodSpecs.ConfigSource, "file"),
        };
        var defaulted = (Pod)(pod with { Metadata = metadata, Status = new() { Phase = PodPhase.Pending } }).WithDefaults();
        return defaulted with { Spec = Spec(defaulted.Spec, node) };
    }

    /// <summary>What the API server would add by looking at several fields; and nothing drives a static pod off its node.</summary>
    private static PodSpec Spec(PodSpec spec, string node) => spec with
    {
        NodeName = node,
        EnableServiceLinks = spec.EnableServiceLinks ?? true,
        Containers = spec.Containers.Select(Filled).ToListOf(),
        InitContainers = spec.InitContainers.Select(Filled).ToListOf(),
        Tolerations = spec.Tolerations.Any(static one => one is { Key: "", Operator: "Exists", Effect: "NoExecute" })
            ? spec.Tolerations
            : spec.Tolerations.Add(new() { Operator = "Exists", Effect = "NoExecute" }),
    };

    private static Container Filled(Container container)
    {
        var requests = container.Resources.Requests;
        foreach (var (name, limit) in container.Resources.Limits)
            if (!requests.ContainsKey(name)) requests = requests.SetItem(name, limit);
        var isLatest = ImageNames.Normalize(container.Image)?.EndsWith(":latest", StringComparison.Ordinal) == true;
        return container with
        {
            Resources = container.Resources with { Requests = requests },
            ImagePullPolicy = container.ImagePullPolicy.Length > 0 ? container.ImagePullPolicy : isLatest ? PullPolicy.Always : PullPolicy.IfNotPresent,
        };
    }

    private static string HashOf(Pod pod, string file, string node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ObjectJson.Encode(pod, bytes);
        bytes.Write(Encoding.UTF8.GetBytes($"host:{node}file:{file}"));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan).AsSpan(0, UidBytes));
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Server.Stats;

/// <summary>The JSON of <c>/stats/summary</c>. Upstream: <c>k8s.io/kubelet/pkg/apis/stats/v1alpha1</c>.</summary>
internal static class StatsSummary
{
    public static string Write(string nodeName, NodeUsage node, IReadOnlyList<Pod> pods, IReadOnlyList<ContainerStats> containers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("node");
            json.WriteString("nodeName", nodeName);
            json.WriteStartObject("cpu");
            json.WriteString("time", TimeText(node.UnixNanoseconds));
            json.WriteNumber("usageCoreNanoSeconds", (ulong)(node.CpuSeconds * 1e9));
            json.WriteEndObject();
            json.WriteStartObject("memory");
            json.WriteString("time", TimeText(node.UnixNanoseconds));
            json.WriteNumber("availableBytes", (ulong)node.AvailableBytes);
            json.WriteNumber("workingSetBytes", (ulong)node.WorkingSetBytes);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("pods");
            foreach (var group in containers.GroupBy(static one => NodeFigures.Label(one, NodeFigures.PodUid)))
                WritePod(json, group.Key, [.. group], pods.FirstOrDefault(pod => pod.Metadata.Uid == group.Key));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WritePod(Utf8JsonWriter json, string uid, List<ContainerStats> containers, Pod? pod)
    {
        json.WriteStartObject();
        json.WriteStartObject("podRef");
        json.WriteString("name", NodeFigures.Label(containers[0], NodeFigures.PodName));
        json.WriteString("namespace", NodeFigures.Label(containers[0], NodeFigures.PodNamespace));
        json.WriteString("uid", uid);
        json.WriteEndObject();
        if (pod?.Status.StartTime is { } started) json.WriteString("startTime", started.ToString());
        json.WriteStartArray("containers");
        foreach (var container in containers)
        {
            json.WriteStartObject();
            json.WriteString("name", NodeFigures.Label(container, NodeFigures.ContainerName));
            WriteUsage(json, [container]);
            if (container.WritableLayer is { } layer)
            {
                json.WriteStartObject("rootfs");
                json.WriteString("time", TimeText(layer.Timestamp));
                json.WriteNumber("usedBytes", layer.UsedBytes?.Value ?? 0);
                json.WriteNumber("inodesUsed", layer.InodesUsed?.Value ?? 0);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, containers);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, List<ContainerStats> containers)
    {
        json.WriteStartObject("cpu");
        json.WriteString("time", TimeText(containers.Max(static one => one.Cpu?.Timestamp ?? 0)));
        json.WriteNumber("usageNanoCores", Sum(containers, static one => one.Cpu?.UsageNanoCores));
        json.WriteNumber("usageCoreNanoSeconds", Sum(containers, static one => one.Cpu?.UsageCoreNanoSeconds));
        json.WriteEndObject();
        json.WriteStartObject("memory");
        json.WriteString("time", TimeText(containers.Max(static one => one.Memory?.Timestamp ?? 0)));
        json.WriteNumber("workingSetBytes", Sum(containers, static one => one.Memory?.WorkingSetBytes));
        json.WriteEndObject();
    }

    private static ulong Sum(List<ContainerStats> containers, Func<ContainerStats, UInt64Value?> value) =>
        containers.Aggregate(0UL, (sum, one) => sum + (value(one)?.Value ?? 0));

    private static string TimeText(long unixNanoseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixNanoseconds / 1_000_000).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

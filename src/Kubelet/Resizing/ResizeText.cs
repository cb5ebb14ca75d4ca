using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Kubelet.Resizing;

/// <summary>The messages of events on resizes: a sentence and the resources as JSON. Upstream: <c>pkg/kubelet/events/resize.go</c>.</summary>
internal static class ResizeText
{
    public static string Of(string sentence, Pod pod, string error)
    {
        List<string> fields = [];
        if (!pod.Spec.InitContainers.IsEmpty) fields.Add($"\"initContainers\":{Json(pod.Spec.InitContainers)}");
        if (!pod.Spec.Containers.IsEmpty) fields.Add($"\"containers\":{Json(pod.Spec.Containers)}");
        fields.Add($"\"generation\":{pod.Metadata.Generation}");
        if (error.Length > 0) fields.Add($"\"error\":{Json(writer => writer.String(error))}");
        return $"{sentence}: {{{string.Join(',', fields)}}}";
    }

    // Names of containers need no escapes.
    private static string Json(ListOf<Container> containers) =>
        $"[{string.Join(',', containers.Select(one => $"{{\"name\":\"{one.Name}\",\"resources\":{Json(writer => one.Resources.WriteJson(writer))}}}"))}]";

    private static string Json(Action<JsonWriter> write)
    {
        using var writer = new JsonWriter();
        write(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }
}

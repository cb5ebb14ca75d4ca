using Kybernet.Cli.Clusters;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Apply;

/// <summary>The annotation that keeps what was last applied. Upstream: kubectl/pkg/util/apply.go.</summary>
internal static class LastApplied
{
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The object with itself in its annotation.</summary>
    public static JsonValue Annotate(JsonValue value)
    {
        var annotations = value.At("metadata", "annotations");
        annotations = annotations.Kind == JsonKind.Object ? annotations.Without(Annotation) : JsonMaps.Of();
        var bare = value.Set(["metadata", "annotations"], annotations);
        return bare.Set(["metadata", "annotations", Annotation], bare.ToString() + "\n");
    }

    /// <summary>What was last applied; null when nothing was.</summary>
    public static JsonValue Of(JsonValue live)
    {
        var text = live.Text("metadata", "annotations", Annotation);
        return text.Length == 0 ? default : ApiRequests.Read(System.Text.Encoding.UTF8.GetBytes(text));
    }
}

using System.Text;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>The annotations that carry what autoscaling/v1 has no fields for. Upstream: <c>pkg/apis/autoscaling/annotations.go</c>.</summary>
internal static class RoundTripAnnotations
{
    public const string MetricSpecs = "autoscaling.alpha.kubernetes.io/metrics";
    public const string MetricStatuses = "autoscaling.alpha.kubernetes.io/current-metrics";
    public const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    public const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";

    private static readonly string[] s_all =
    [
        MetricSpecs, MetricStatuses, Conditions, Behavior,
        "autoscaling.alpha.kubernetes.io/scale-down-tolerance", "autoscaling.alpha.kubernetes.io/scale-up-tolerance",
    ];

    public static ObjectMeta Without(ObjectMeta metadata)
    {
        var annotations = metadata.Annotations;
        foreach (var name in s_all) annotations = annotations.Remove(name);
        return annotations.Count == metadata.Annotations.Count ? metadata : metadata with { Annotations = annotations };
    }

    /// <summary>The annotations with what v1 cannot say otherwise.</summary>
    public static MapOf<string> Add(MapOf<string> annotations, HorizontalPodAutoscaler value)
    {
        var others = value.Spec.Metrics.Where(metric => !IsCpu(metric)).Select(Conversion.MetricSpecs.FromV2).ToListOf();
        if (!others.IsEmpty) annotations = annotations.SetItem(MetricSpecs, Write(others));
        // The CPU's status too: its raw value has no field.
        if (!value.Status.CurrentMetrics.IsEmpty)
            annotations = annotations.SetItem(
                MetricStatuses, Write(value.Status.CurrentMetrics.Select(Conversion.MetricStatuses.FromV2).ToListOf()));
        if (value.Spec.Behavior is { } behavior) annotations = annotations.SetItem(Behavior, BehaviorJson.Write(behavior));
        return value.Status.Conditions.IsEmpty
            ? annotations
            : annotations.SetItem(Conditions, Write(value.Status.Conditions.Select(AutoscalerConversion.FromV2).ToListOf()));
    }

    /// <summary>The list an annotation holds; null when there is none or it is malformed.</summary>
    public static ListOf<T>? Read<T>(MapOf<string> annotations, string name, string goType)
        where T : class, IApiMessage<T>
    {
        if (!annotations.TryGetValue(name, out var json)) return null;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        var list = ListCodec<T, MessageCodec<T>>.ReadJson(ref reader, goType);
        reader.ExpectEnd();
        return reader.Failed ? null : list;
    }

    /// <summary>The metric for which v1 has a field.</summary>
    public static bool IsCpu(MetricSpec metric) =>
        metric is { Type: "Resource", Resource: { Name: "cpu", Target.AverageUtilization: not null } };

    private static string Write<T>(ListOf<T> list)
        where T : class, IApiMessage<T>
    {
        using var writer = new JsonWriter();
        ListCodec<T, MessageCodec<T>>.WriteJson(writer, list);
        return Encoding.UTF8.GetString(writer.Written);
    }
}

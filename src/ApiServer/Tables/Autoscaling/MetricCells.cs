using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tables.Autoscaling;

/// <summary>The metrics an autoscaler looks at: what they are now, and what they should be.</summary>
internal static class MetricCells
{
    private const int MostShown = 2;

    public static string Of(ListOf<MetricSpec> specs, ListOf<MetricStatus> statuses)
    {
        if (specs.IsEmpty) return Cell.None;
        var shown = new List<string>(MostShown);
        for (var i = 0; i < specs.Count && i < MostShown; i++)
            shown.Add(Of(specs[i], i < statuses.Count ? statuses[i] : MetricStatus.Empty));
        var text = string.Join(", ", shown);
        return specs.Count > MostShown ? $"{text} + {specs.Count - MostShown} more..." : text;
    }

    private static string Of(MetricSpec spec, MetricStatus status) => spec.Type switch
    {
        "External" when spec.External is { } external => Amount(external.Target, status.External?.Current),
        "Object" when spec.Object is { } value => Amount(value.Target, status.Object?.Current),
        "Pods" when spec.Pods is { } pods =>
            $"{(status.Pods is { } now ? Text(now.Current.AverageValue) : Cell.Unknown)}/{Text(pods.Target.AverageValue)}",
        "Resource" when spec.Resource is { } resource => $"{resource.Name}: {Usage(resource.Target, status.Resource?.Current)}",
        "ContainerResource" when spec.ContainerResource is { } resource =>
            $"{resource.Name}: {Usage(resource.Target, status.ContainerResource?.Current)}",
        _ => "<unknown type>",
    };

    private static string Amount(MetricTarget target, MetricValueStatus? current)
    {
        if (target.AverageValue is null) return $"{(current is null ? Cell.Unknown : Text(current.Value))}/{Text(target.Value)}";
        return $"{(current?.AverageValue is { } average ? average.ToString() : Cell.Unknown)}/{Text(target.AverageValue)} (avg)";
    }

    private static string Usage(MetricTarget target, MetricValueStatus? current)
    {
        if (target.AverageValue is not null)
            return $"{(current is null ? Cell.Unknown : Text(current.AverageValue))}/{Text(target.AverageValue)}";
        var used = current?.AverageUtilization is { } utilization ? $"{utilization}%" : Cell.Unknown;
        return $"{used}/{(target.AverageUtilization is { } wanted ? $"{wanted}%" : "<auto>")}";
    }

    /// <summary>An absent amount reads as upstream's does.</summary>
    private static string Text(Quantity? amount) => amount?.ToString() ?? "<nil>";
}

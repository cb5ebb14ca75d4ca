using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The events at the end of a description. Upstream: <c>DescribeEvents</c>.</summary>
internal static class EventLines
{
    public static void Write(Description description, IReadOnlyList<JsonValue> events)
    {
        if (events.Count == 0)
        {
            description.Field("Events", "<none>");
            return;
        }

        description.Align();
        description.Line(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage");
        description.Line(1, "----\t------\t----\t----\t-------");
        foreach (var item in events.OrderBy(static item => item.Text("lastTimestamp"), StringComparer.Ordinal)) description.Line(1, Row(description, item));
    }

    private static string Row(Description description, JsonValue item)
    {
        var first = description.Since(item.Text("eventTime").Length > 0 ? item.Text("eventTime") : item.Text("firstTimestamp"));
        var age = first;
        if (item["series"].Members.Count > 0)
            age = Text($"{description.Since(item.Text("series", "lastObservedTime"))} (x{item.Int("series", "count")} over {first})");
        else if (item.Int("count") > 1) age = Text($"{description.Since(item.Text("lastTimestamp"))} (x{item.Int("count")} over {first})");
        var source = item.Text("source", "component") is { Length: > 0 } component ? component : item.Text("reportingComponent");
        var field = item.Text("involvedObject", "fieldPath");
        var message = (field.Length > 0 ? field + ": " : "") + item.Text("message").Trim();
        return $"{item.Text("type")}\t{item.Text("reason")}\t{age}\t{source}\t{message}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

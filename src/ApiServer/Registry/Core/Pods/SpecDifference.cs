using System.Text;
using System.Text.Json;
using Kybernet.Machinery.Codecs;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Shows a user what differs between two values: their fields, one a line, the old value with a minus, the new one with a plus.
/// </summary>
internal static class SpecDifference
{
    public static string Describe(IApiMessage old, IApiMessage now)
    {
        using var before = JsonDocument.Parse(old.ToString() ?? "{}");
        using var after = JsonDocument.Parse(now.ToString() ?? "{}");
        var text = new StringBuilder();
        foreach (var field in before.RootElement.EnumerateObject())
        {
            var same = after.RootElement.TryGetProperty(field.Name, out var value) && JsonElement.DeepEquals(field.Value, value);
            if (!same) text.Append('-').Append(' ').Append(field.Name).Append(": ").Append(field.Value.GetRawText()).Append('\n');
        }

        foreach (var field in after.RootElement.EnumerateObject())
        {
            var same = before.RootElement.TryGetProperty(field.Name, out var value) && JsonElement.DeepEquals(field.Value, value);
            if (!same) text.Append('+').Append(' ').Append(field.Name).Append(": ").Append(field.Value.GetRawText()).Append('\n');
        }

        return text.ToString();
    }
}

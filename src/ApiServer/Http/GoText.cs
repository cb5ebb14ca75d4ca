using System.Globalization;
using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>JSON as Go's <c>%+v</c> prints it when it was read into maps: how upstream shows patches in its errors.</summary>
internal static class GoText
{
    public static string Of(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                text.Append("map[");
                foreach (var (name, member) in value.Members)
                {
                    if (text[^1] != '[') text.Append(' ');
                    text.Append(name).Append(':');
                    Write(text, member);
                }

                text.Append(']');
                break;
            case JsonKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Items.Count; i++)
                {
                    if (i > 0) text.Append(' ');
                    Write(text, value.Items[i]);
                }

                text.Append(']');
                break;
            default:
                text.Append(Plain(value));
                break;
        }
    }

    private static string Plain(JsonValue value) => value.Kind switch
    {
        JsonKind.String => value.AsString()!,
        JsonKind.Bool => value.AsBool()!.Value ? "true" : "false",
        JsonKind.Integer => value.AsInteger()!.Value.ToString(CultureInfo.InvariantCulture),
        JsonKind.Double => ((FieldValue)value.AsDouble()!.Value).ToString(),
        _ => "<nil>",
    };
}

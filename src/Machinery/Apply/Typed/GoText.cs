using System.Globalization;
using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>JSON values as Go's formatter prints them: what upstream's errors about patches and applied objects show.</summary>
internal static class GoText
{
    /// <summary><c>%v</c>: <c>map[a:1 b:[x y]]</c>.</summary>
    public static string Plain(JsonValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary><c>%T</c>.</summary>
    public static string TypeName(JsonValue value) => value.Kind switch
    {
        JsonKind.Bool => "bool",
        JsonKind.Integer => "int64",
        JsonKind.Double => "float64",
        JsonKind.String => "string",
        JsonKind.Array => "[]interface {}",
        JsonKind.Object => "map[string]interface {}",
        _ => "<nil>",
    };

    /// <summary><c>%#v</c>.</summary>
    public static string Syntax(JsonValue value) => value.Kind switch
    {
        JsonKind.String => QuotedText.Of(value.AsString()!),
        JsonKind.Array => "[]interface {}{" + string.Join(", ", value.Items.Select(Syntax)) + "}",
        JsonKind.Object => "map[string]interface {}{"
            + string.Join(", ", value.Members.Select(member => $"{QuotedText.Of(member.Key)}:{Syntax(member.Value)}")) + "}",
        JsonKind.Null => "interface {}(nil)",
        _ => Plain(value),
    };

    private static void Append(StringBuilder text, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                text.Append("<nil>");
                break;
            case JsonKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsInteger()}");
                break;
            case JsonKind.String:
                text.Append(value.AsString());
                break;
            case JsonKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Items.Count; i++)
                {
                    if (i > 0) text.Append(' ');
                    Append(text, value.Items[i]);
                }

                text.Append(']');
                break;
            case JsonKind.Object:
                AppendMembers(text, value);
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendMembers(StringBuilder text, JsonValue value)
    {
        text.Append("map[");
        var first = true;
        foreach (var (name, member) in value.Members)
        {
            if (!first) text.Append(' ');
            first = false;
            text.Append(name).Append(':');
            Append(text, member);
        }

        text.Append(']');
    }
}

using System.Buffers;
using System.Text;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Cli.Printers;

/// <summary>JSON values as text.</summary>
internal static class JsonText
{
    /// <summary>Four spaces a level, as kubectl indents.</summary>
    public static string Indented(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.Append('\n').ToString();
    }

    public static string Yaml(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        if (YamlWriter.Write(Encoding.UTF8.GetBytes(value.ToString()), output) is { } error) throw new IOException(error.Message);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>As Go's <c>fmt.Sprint</c> writes what JSON was decoded to: <c>map[a:b c:d]</c>, <c>[a b]</c>.</summary>
    public static string Plain(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "<nil>",
        JsonKind.String => value.AsString()!,
        JsonKind.Object => $"map[{string.Join(' ', value.Pairs().Select(static pair => $"{pair.Key}:{Plain(pair.Value)}"))}]",
        JsonKind.Array => $"[{string.Join(' ', value.Items.Select(Plain))}]",
        _ => value.ToString(),
    };

    private static void Write(StringBuilder text, JsonValue value, int depth)
    {
        if (value is { Kind: JsonKind.Object, Members.Count: > 0 })
        {
            var separator = "{\n";
            foreach (var (name, member) in value.Pairs())
            {
                text.Append(separator).Append(' ', (depth + 1) * 4).Append(JsonValue.From(name).ToString()).Append(": ");
                Write(text, member, depth + 1);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', depth * 4).Append('}');
        }
        else if (value is { Kind: JsonKind.Array, Items.Count: > 0 })
        {
            var separator = "[\n";
            foreach (var item in value.Items)
            {
                text.Append(separator).Append(' ', (depth + 1) * 4);
                Write(text, item, depth + 1);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', depth * 4).Append(']');
        }
        else
        {
            text.Append(value.ToString());
        }
    }
}

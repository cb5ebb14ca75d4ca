using System.Buffers;

namespace Kybernet.ApiServer.Http;

/// <summary>JSON as Go's <c>json.Indent</c> writes it with two spaces: one member or item a line, nothing at the end.</summary>
internal static class JsonIndent
{
    /// <param name="json">A document without white space outside its strings, but for its end.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length * 2);
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            var unit = json[i];
            switch (unit)
            {
                case (byte)'"':
                    var length = LengthOfString(json[i..]);
                    output.Write(json.Slice(i, length));
                    i += length - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    output.Write([unit]);
                    if (i + 1 < json.Length && json[i + 1] is (byte)'}' or (byte)']') output.Write([json[++i]]);
                    else Line(output, ++depth);
                    break;
                case (byte)'}' or (byte)']':
                    Line(output, --depth);
                    output.Write([unit]);
                    break;
                case (byte)',':
                    output.Write(","u8);
                    Line(output, depth);
                    break;
                case (byte)':':
                    output.Write(": "u8);
                    break;
                case (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t':
                    break;
                default:
                    output.Write([unit]);
                    break;
            }
        }

        return output.WrittenMemory;
    }

    private static int LengthOfString(ReadOnlySpan<byte> text)
    {
        var end = 1;
        while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        return Math.Min(end + 1, text.Length);
    }

    private static void Line(ArrayBufferWriter<byte> output, int depth)
    {
        output.Write("\n"u8);
        for (var i = 0; i < depth; i++) output.Write("  "u8);
    }
}

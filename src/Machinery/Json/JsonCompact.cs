using System.Buffers;

namespace Kybernet.Machinery.Json;

/// <summary>Drops the white space between the tokens of well-formed JSON.</summary>
internal static class JsonCompact
{
    private static readonly SearchValues<byte> s_space = SearchValues.Create(" \t\r\n"u8);

    public static byte[] Copy(ReadOnlySpan<byte> json)
    {
        // Compact text, the usual case, has white space inside strings at most.
        if (json.IndexOfAny(s_space) < 0) return json.ToArray();
        var result = new byte[json.Length];
        var length = 0;
        var i = 0;
        while (i < json.Length)
        {
            if (json[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                i++;
                continue;
            }

            var end = json[i] == '"' ? StringEnd(json, i) : i + 1;
            json[i..end].CopyTo(result.AsSpan(length));
            length += end - i;
            i = end;
        }

        return length == result.Length ? result : result[..length];
    }

    private static int StringEnd(ReadOnlySpan<byte> json, int start)
    {
        var i = start + 1;
        while (json[i] != '"') i += json[i] == '\\' ? 2 : 1;
        return i + 1;
    }
}

using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>
/// Finds the path of a place in a JSON document by reading the document again from its start: readers keep no path while
/// all is well.
/// </summary>
public static class JsonPath
{
    /// <summary>The path of the member or value at <paramref name="offset"/>: <c>spec.containers[0].name</c>.</summary>
    public static string At(ReadOnlySpan<byte> document, int offset)
    {
        var path = new StringBuilder();
        foreach (var level in Walk(document, offset))
        {
            if (level.IsArray) path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            else Append(path, level.Member);
        }

        return path.ToString();
    }

    /// <summary>The same as Go's type errors name a field, without indexes: <c>spec.containers.name</c>.</summary>
    internal static string Members(ReadOnlySpan<byte> document, int offset, FaultTrail trail)
    {
        var path = new StringBuilder();
        var levels = Walk(document, offset);
        for (var i = 0; i < levels.Count; i++)
            if (levels[i].Member is { } member) Append(path, trail.PartOf(i + 1, member));
        return path.ToString();
    }

    private static void Append(StringBuilder path, string? part)
    {
        if (part is null) return;
        if (path.Length > 0) path.Append('.');
        path.Append(part);
    }

    /// <summary>The levels open at the offset. The document is well formed up to there: a reader has read it.</summary>
    private static List<Level> Walk(ReadOnlySpan<byte> document, int offset)
    {
        var levels = new List<Level>();
        var expectName = false;
        for (var i = 0; i < document.Length && i <= offset; i++)
        {
            switch (document[i])
            {
                case (byte)'{':
                    if (i == offset) return levels;
                    levels.Add(new Level { IsArray = false });
                    expectName = true;
                    break;
                case (byte)'[':
                    if (i == offset) return levels;
                    levels.Add(new Level { IsArray = true });
                    expectName = false;
                    break;
                case (byte)'}' or (byte)']':
                    if (levels.Count > 0) levels.RemoveAt(levels.Count - 1);
                    expectName = false;
                    break;
                case (byte)',':
                    if (levels.Count == 0) break;
                    levels[^1].Index++;
                    expectName = !levels[^1].IsArray;
                    break;
                case (byte)'"':
                    var end = StringEnd(document, i);
                    if (expectName && levels.Count > 0) levels[^1].Member = Unquote(document[i..end]);
                    expectName = false;
                    i = end - 1;
                    break;
            }
        }

        return levels;
    }

    private static int StringEnd(ReadOnlySpan<byte> document, int start)
    {
        var i = start + 1;
        while (i < document.Length && document[i] != '"') i += document[i] == '\\' ? 2 : 1;
        return Math.Min(i + 1, document.Length);
    }

    private static string Unquote(ReadOnlySpan<byte> quoted)
    {
        var reader = new JsonReader(quoted, DecodeOptions.Default);
        return reader.ReadString();
    }

    private sealed class Level
    {
        public bool IsArray { get; init; }

        public int Index { get; set; }

        public string? Member { get; set; }
    }
}

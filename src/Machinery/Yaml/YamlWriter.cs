using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Kybernet.Machinery.Yaml.Writing;

namespace Kybernet.Machinery.Yaml;

/// <summary>Writes JSON as YAML, byte for byte as kubectl's <c>-o yaml</c> does.</summary>
public static class YamlWriter
{
    /// <summary>Writes one document, which ends with a line break.</summary>
    /// <returns>Null, or why <paramref name="json"/> is no JSON; nothing is written then.</returns>
    public static YamlError? Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output, YamlWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        options ??= YamlWriteOptions.Default;
        if (!Utf8.IsValid(json)) return YamlError.At(new(1, 1), "the JSON is not valid UTF-8");
        JsonTree tree;
        try
        {
            tree = JsonTree.Parse(json, options.MaxDepth);
        }
        catch (JsonException e)
        {
            var position = new YamlPosition((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            return YamlError.At(position, "the text is not valid JSON");
        }

        if (options.StartWithSeparator) output.Write("---\n"u8);
        if (options.Comment is { } comment) WriteComment(comment, output);
        new BlockWriter(tree, new(output), options.SortKeys).WriteDocument();
        return null;
    }

    /// <summary>Writes documents one after another, with a <c>---</c> line between them.</summary>
    /// <returns>Null, or why one is no JSON; those before it are written then.</returns>
    public static YamlError? WriteAll(
        IEnumerable<ReadOnlyMemory<byte>> documents, IBufferWriter<byte> output, YamlWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= YamlWriteOptions.Default;
        foreach (var json in documents)
        {
            if (Write(json.Span, output, options) is { } error) return error;
            if (!options.StartWithSeparator) options = options with { StartWithSeparator = true };
        }

        return null;
    }

    private static void WriteComment(string comment, IBufferWriter<byte> output)
    {
        foreach (var line in comment.ReplaceLineEndings("\n").Split('\n'))
            output.Write(Encoding.UTF8.GetBytes(line.Length > 0 ? $"# {line}\n" : "#\n"));
    }
}

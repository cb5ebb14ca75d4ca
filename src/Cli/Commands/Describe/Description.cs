using System.Globalization;
using System.Text;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>Lines of a description: cells that tabs separate, two spaces a level. Upstream: kubectl/pkg/describe, the PrefixWriter.</summary>
/// <param name="now">What ages are counted to.</param>
/// <param name="zone">What times are shown in.</param>
internal sealed class Description(DateTimeOffset now, TimeZoneInfo zone)
{
    private const string None = "<none>";
    private const int MaxAnnotation = 140;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _aligned = new();

    /// <summary>Adds a line.</summary>
    public void Line(int level, string text) => Part(level, text + "\n");

    /// <summary>Adds a part of a line.</summary>
    public void Part(int level, string text) => _text.Append(' ', level * 2).Append(text);

    public void Field(string name, string value) => Line(0, $"{name}:\t{value}");

    public void Field(int level, string name, string value) => Line(level, $"{name}:\t{value}");

    /// <summary>A number; nothing for a field that is not set.</summary>
    public void Number(string name, JsonValue value, string unit = "")
    {
        if (value.AsInteger() is { } number) Field(name, number.ToString(CultureInfo.InvariantCulture) + unit);
    }

    /// <summary>Name, namespace, labels, annotations.</summary>
    public void Head(JsonValue value, bool hasNamespace = true)
    {
        Field("Name", value.Name());
        if (hasNamespace) Field("Namespace", value.Space());
        Meta(value);
    }

    /// <summary>Labels and annotations.</summary>
    public void Meta(JsonValue value)
    {
        Pairs("Labels", value.At("metadata", "labels"));
        Annotations("Annotations", value.At("metadata", "annotations"));
    }

    /// <summary>A pair a line.</summary>
    public void Pairs(string title, JsonValue labels) =>
        List(title, labels.Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value.AsString()}"));

    /// <summary>An item a line, all below the first.</summary>
    /// <param name="title">What stands before the first, indentation included.</param>
    /// <param name="items">In their order.</param>
    /// <param name="indent">What stands before the others' tab.</param>
    public void List(string title, IEnumerable<string> items, string indent = "")
    {
        var start = $"{title}:";
        foreach (var item in items)
        {
            Line(0, $"{start}\t{item}");
            start = indent;
        }

        if (start.EndsWith(':')) Line(0, $"{start}\t{None}");
    }

    public void Annotations(string title, JsonValue annotations)
    {
        var start = $"{title}:\t";
        foreach (var (key, value) in annotations.Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (key == Apply.LastApplied.Annotation) continue;
            var text = value.AsString() ?? "";
            if (text.EndsWith('\n')) text = text[..^1];
            if (text.Length + key.Length + 2 > MaxAnnotation || text.Contains('\n', StringComparison.Ordinal))
            {
                Line(0, $"{start}{key}:");
                foreach (var line in text.Split('\n')) Line(0, "\t  " + (line.Length > MaxAnnotation - 2 ? line[..(MaxAnnotation - 2)] + "..." : line));
            }
            else
            {
                Line(0, $"{start}{key}: {text}");
            }

            start = "\t";
        }

        if (start.Length > 1) Line(0, start + None);
    }

    /// <summary>A timestamp in RFC 1123 with the zone's offset; that of year 1 for none, as upstream writes a time that is not set.</summary>
    public string Time(string timestamp)
    {
        var at = DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, out var time) ? TimeZoneInfo.ConvertTime(time, zone) : default;
        return at.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
            + at.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
    }

    /// <summary>How long ago a timestamp was.</summary>
    public string Since(string timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, out var at) ? HumanAge.Of(now - at) : "<unknown>";

    /// <summary>The lines so far are aligned among themselves; what follows, anew.</summary>
    public void Align()
    {
        var lines = TabWriter.ForDescriptions();
        lines.Write(_text.ToString());
        _aligned.Append(lines.Flush());
        _text.Clear();
    }

    public string Finish()
    {
        Align();
        return _aligned.ToString();
    }
}

using System.Text;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>Lines of a description: cells that tabs separate, two spaces a level. Upstream: kubectl/pkg/describe, the PrefixWriter.</summary>
internal sealed class Description
{
    private const string None = "<none>";
    private const int MaxAnnotation = 140;
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line.</summary>
    public void Line(int level, string text) => _text.Append(' ', level * 2).Append(text).Append('\n');

    public void Field(string name, string value) => Line(0, $"{name}:\t{value}");

    /// <summary>Name, namespace, labels, annotations.</summary>
    public void Head(JsonValue value, bool hasNamespace = true)
    {
        Field("Name", value.Name());
        if (hasNamespace) Field("Namespace", value.Space());
        Pairs("Labels", value.At("metadata", "labels"));
        Annotations(value.At("metadata", "annotations"));
    }

    /// <summary>The lines so far are aligned among themselves; what follows, anew.</summary>
    public string Finish()
    {
        var lines = TabWriter.ForDescriptions();
        lines.Write(_text.ToString());
        return lines.Flush();
    }

    private void Pairs(string title, JsonValue labels)
    {
        if (labels.Members.Count == 0)
        {
            Field(title, None);
            return;
        }

        var start = title + ":";
        foreach (var (key, value) in labels.Pairs())
        {
            Line(0, $"{start}\t{key}={value.AsString()}");
            start = "";
        }
    }

    private void Annotations(JsonValue annotations)
    {
        var start = "Annotations:\t";
        foreach (var (key, value) in annotations.Pairs())
        {
            if (key == Apply.LastApplied.Annotation) continue;
            var text = (value.AsString() ?? "").TrimEnd('\n');
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
}

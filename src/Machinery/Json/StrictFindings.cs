using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>What strict reading has to say of one member.</summary>
public enum StrictFinding
{
    /// <summary>The type has no such member.</summary>
    Unknown,

    /// <summary>The member came more than once.</summary>
    Duplicate,
}

/// <summary>
/// Collects what strict reading finds: unknown and duplicate fields, each with its path, in upstream's words and order. At
/// most 100, each once, as upstream.
/// </summary>
public sealed class StrictFindings
{
    private const int Most = 100;
    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages => _messages;

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>The text of upstream's strict decoding error.</summary>
    public override string ToString() => "strict decoding error: " + string.Join(", ", _messages);

    internal void Add(StrictFinding finding, ReadOnlySpan<byte> document, int memberOffset)
    {
        if (_messages.Count >= Most) return;
        var path = JsonPath.At(document, memberOffset);
        var message = $"{(finding == StrictFinding.Unknown ? "unknown" : "duplicate")} field {Quoted(path)}";
        if (!_messages.Contains(message)) _messages.Add(message);
    }

    /// <summary>Adds a finding made outside the JSON reader, such as a duplicate key of a YAML mapping.</summary>
    public void Add(string message)
    {
        if (_messages.Count < Most && !_messages.Contains(message)) _messages.Add(message);
    }

    /// <summary>As Go's strconv.Quote.</summary>
    private static string Quoted(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\a' => builder.Append("\\a"),
                '\b' => builder.Append("\\b"),
                '\f' => builder.Append("\\f"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\v' => builder.Append("\\v"),
                < 0x20 or 0x7F => builder.Append("\\x").Append(rune.Value.ToString("x2", null)),
                _ => builder.Append(rune.ToString()),
            };
        }

        return builder.Append('"').ToString();
    }
}

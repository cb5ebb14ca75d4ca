using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>A value or key of a JSON text. The content of an array or object follows it, up to <see cref="Next"/>.</summary>
internal struct JsonNode
{
    public JsonKind Kind;

    /// <summary>A number's text or the unescaped text of a string.</summary>
    public TextRange Text;

    /// <summary>The first node behind this one and its content.</summary>
    public int Next;
}

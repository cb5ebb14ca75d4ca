using Kybernet.Machinery.Json;

namespace Kybernet.Scheduler.Configuration;

/// <summary>A value of a configuration with its path, for messages. Readers throw <see cref="FormatException"/> for values of another type.</summary>
/// <param name="Value">The value; null where nothing is given.</param>
/// <param name="Path">As users write it: <c>profiles[0].plugins.score</c>.</param>
public readonly record struct ConfigurationNode(JsonValue Value, string Path)
{
    public ConfigurationNode this[string member] =>
        new(Value.IsNull ? default : Expect(JsonKind.Object).Members.GetValueOrDefault(member), Path.Length == 0 ? member : $"{Path}.{member}");

    /// <summary>None when nothing is given.</summary>
    public IEnumerable<ConfigurationNode> Items
    {
        get
        {
            if (Value.IsNull) return [];
            var path = Path;
            return Expect(JsonKind.Array).Items.Select((item, i) => new ConfigurationNode(item, $"{path}[{i}]"));
        }
    }

    /// <inheritdoc cref="Items"/>
    public IEnumerable<KeyValuePair<string, ConfigurationNode>> Members
    {
        get
        {
            if (Value.IsNull) return [];
            var path = Path;
            return Expect(JsonKind.Object).Members.Select(
                member => KeyValuePair.Create(member.Key, new ConfigurationNode(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")));
        }
    }

    /// <summary>Empty when nothing is given.</summary>
    public string Text(string member) => this[member] is { Value.IsNull: false } node ? node.Expect(JsonKind.String).AsString()! : "";

    public long? Integer(string member) => this[member] is { Value.IsNull: false } node ? node.Expect(JsonKind.Integer).AsInteger() : null;

    public bool? Boolean(string member) => this[member] is { Value.IsNull: false } node ? node.Expect(JsonKind.Bool).AsBool() : null;

    /// <summary>Refuses other members.</summary>
    public void Only(params string[] known)
    {
        foreach (var (name, node) in Members)
            if (!known.Contains(name)) throw new FormatException($"strict decoding error: unknown field \"{node.Path}\"");
    }

    public FormatException Wrong(string problem) => new($"{Path}: {problem}");

    private JsonValue Expect(JsonKind kind) => Value.Kind == kind ? Value : throw Wrong($"{kind} is expected, not {Value.Kind}");
}

using System.Text;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Types;

/// <summary>One declared field of a map.</summary>
public sealed class FieldSchema
{
    private readonly Func<TypeSchema>? _resolve;
    private TypeSchema? _type;

    public FieldSchema(string name, TypeSchema type)
        : this(name, () => type) => _type = type;

    /// <param name="name">The JSON name.</param>
    /// <param name="type">Resolves the type; called when it is first needed, perhaps more than once.</param>
    public FieldSchema(string name, Func<TypeSchema> type)
    {
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Prefix = Encoding.UTF8.GetBytes($",\"f:{name}\":");
        Step = PathElement.Field(name);
        _resolve = type;
    }

    public string Name { get; }

    public TypeSchema Type => _type ??= _resolve!();

    /// <summary>What an absent field counts as where it is the key of a list item; null when it then stays out of the key.</summary>
    public JsonValue? Default { get; init; }

    /// <summary>The words of the patch strategy: <c>merge</c>, <c>replace</c>, <c>retainKeys</c>.</summary>
    public ListOf<string> PatchStrategies { get; init; }

    /// <summary>The key that pairs the items of the list in strategic merge patches; "" for none.</summary>
    public string PatchMergeKey { get; init; } = "";

    /// <summary>The place of the name among the names of its map, in the order field sets are written in.</summary>
    public int Rank { get; internal set; }

    internal byte[] Utf8Name { get; }

    /// <summary>What comes before the fields below this one in a written field set, a comma first.</summary>
    internal byte[] Prefix { get; }

    internal PathElement Step { get; }
}

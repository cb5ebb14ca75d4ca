using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Apply.Types;

/// <summary>A list: replaced as a whole, or merged item by item, paired by their keys or, without keys, by their values.</summary>
public sealed class ListSchema
{
    private readonly Func<TypeSchema>? _resolve;
    private TypeSchema? _element;
    private FieldSchema[]? _sortedKeys;

    public ListSchema(TypeSchema element, bool isAtomic = true, params string[] keys)
    {
        _element = element;
        IsAtomic = isAtomic;
        Keys = keys;
    }

    /// <param name="element">Resolves the type of the items; called when it is first needed, perhaps more than once.</param>
    public ListSchema(Func<TypeSchema> element, bool isAtomic, IReadOnlyList<string> keys)
    {
        _resolve = element;
        IsAtomic = isAtomic;
        Keys = keys;
    }

    /// <summary>The list has one owner and is replaced as a whole.</summary>
    public bool IsAtomic { get; }

    /// <summary>The names of the fields that tell items apart; none for a list of scalars, and for atomic lists.</summary>
    public IReadOnlyList<string> Keys { get; }

    public TypeSchema Element => _element ??= _resolve!();

    /// <summary>The fields of the keys in the order of their names; empty when the items declare no such fields.</summary>
    internal FieldSchema[] SortedKeys => _sortedKeys ??= SortKeys();

    private FieldSchema[] SortKeys()
    {
        var keys = Keys.Order(Utf8Order.Comparer).Select(key => Element.Map?.Find(key)).ToList();
        return keys.Contains(null) ? [] : [.. keys.OfType<FieldSchema>()];
    }
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Apply.Types;

/// <summary>A JSON object: a struct with declared fields, a map with any keys, or both.</summary>
public sealed class MapSchema
{
    private readonly Func<IEnumerable<FieldSchema>> _declare;
    private readonly Func<TypeSchema>? _resolve;
    private TypeSchema? _element;
    private Table? _table;

    /// <param name="fields">Lists the declared fields; called when they are first needed, perhaps more than once.</param>
    /// <param name="element">The type of the members that are not declared; null when there may be none.</param>
    /// <param name="isAtomic">The object has one owner and is replaced as a whole.</param>
    /// <param name="name">What Go code calls the type: the word in errors about unknown fields.</param>
    public MapSchema(Func<IEnumerable<FieldSchema>>? fields, Func<TypeSchema>? element = null, bool isAtomic = false, string name = "")
    {
        _declare = fields ?? (() => []);
        _resolve = element;
        IsStruct = fields is not null;
        IsAtomic = isAtomic;
        Name = name;
    }

    public string Name { get; }

    /// <summary>The type declares fields, even if none.</summary>
    public bool IsStruct { get; }

    public bool IsAtomic { get; }

    /// <summary>The type of members that are not declared; null when the type has none.</summary>
    public TypeSchema? Element => _resolve is null ? null : _element ??= _resolve();

    /// <summary>The declared fields, sorted by name.</summary>
    public IReadOnlyList<FieldSchema> Fields => Resolved.Sorted;

    private Table Resolved => _table ??= new(_declare());

    public FieldSchema? Find(string name) => Resolved.ByName.GetValueOrDefault(name);

    /// <summary>The type of a member, declared or not; null when the map can have no such member.</summary>
    public TypeSchema? TypeOf(string name) => Find(name)?.Type ?? Element;

    /// <summary>The same object with another word on its unity.</summary>
    public MapSchema With(bool isAtomic) => new(IsStruct ? _declare : null, _resolve, isAtomic, Name);

    internal bool TryFind(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out FieldSchema? field) => Resolved.TryFind(utf8Name, out field);

    /// <summary>The fields by name: as strings, and as UTF-8 in a table of open addressing twice their number.</summary>
    private sealed class Table
    {
        private readonly FieldSchema?[] _slots;

        public Table(IEnumerable<FieldSchema> fields)
        {
            Sorted = [.. fields.OrderBy(field => field.Name, Utf8Order.Comparer)];
            for (var i = 0; i < Sorted.Length; i++) Sorted[i].Rank = i;
            ByName = Sorted.ToFrozenDictionary(field => field.Name);
            _slots = new FieldSchema?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(Sorted.Length * 2) + 1)];
            foreach (var field in Sorted)
            {
                var slot = Hash(field.Utf8Name) & (_slots.Length - 1);
                while (_slots[slot] is not null) slot = (slot + 1) & (_slots.Length - 1);
                _slots[slot] = field;
            }
        }

        public FieldSchema[] Sorted { get; }

        public FrozenDictionary<string, FieldSchema> ByName { get; }

        public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldSchema? field)
        {
            for (var slot = Hash(name) & (_slots.Length - 1); (field = _slots[slot]) is not null; slot = (slot + 1) & (_slots.Length - 1))
                if (name.SequenceEqual(field.Utf8Name)) return true;
            return false;
        }

        private static int Hash(ReadOnlySpan<byte> name)
        {
            var hash = (uint)name.Length;
            foreach (var unit in name) hash = (hash * 31) + unit;
            return (int)(hash & int.MaxValue);
        }
    }
}

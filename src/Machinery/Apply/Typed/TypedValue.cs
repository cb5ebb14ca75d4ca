using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>A value and its type: what can be compared, merged and taken apart by fields.</summary>
/// <remarks>Operations that can meet a malformed value answer null then and leave what is wrong in the errors.</remarks>
public readonly record struct TypedValue(TypeSchema Type, JsonValue Value)
{
    /// <summary>Every leaf field and every list item of the value.</summary>
    internal FieldSet ToFieldSet() => FieldSetCollector.Collect(this);

    /// <summary>What the other object removes, changes and adds.</summary>
    internal Comparison? Compare(TypedValue other, TypedErrors errors) => TypedComparer.Compare(this, other, errors);

    /// <summary>The value with what the other states put over it; nothing is removed.</summary>
    internal TypedValue? Merge(TypedValue other, TypedErrors errors)
    {
        var merged = TypedMerger.Merge(this, other, errors);
        return errors.Count > 0 ? null : this with { Value = merged };
    }

    /// <summary>The value without the items and members of the set.</summary>
    internal TypedValue Without(FieldSet fields) => this with { Value = TypedRemover.Remove(Type, Value, fields) };

    internal void Validate(bool allowDuplicates, TypedErrors errors) => new TypedValidator(errors, allowDuplicates).Validate(Type, Value);
}

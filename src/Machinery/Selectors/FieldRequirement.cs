namespace Kybernet.Machinery.Selectors;

/// <summary>One term of a field selector: a field that has a value, or has not.</summary>
/// <param name="Field">The path as the user wrote it: <c>spec.nodeName</c>.</param>
/// <param name="IsNegated">True for <c>!=</c>.</param>
/// <param name="Value">The value, unescaped.</param>
public readonly record struct FieldRequirement(string Field, bool IsNegated, string Value)
{
    public SelectorOperator Operator => IsNegated ? SelectorOperator.NotEquals : SelectorOperator.Equals;

    public override string ToString() => $"{Field}{(IsNegated ? "!=" : "=")}{FieldValueText.Escape(Value)}";
}

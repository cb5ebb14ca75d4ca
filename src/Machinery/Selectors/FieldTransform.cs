namespace Kybernet.Machinery.Selectors;

/// <summary>
/// Rewrites a term of a field selector, as a kind does that knows a field by another name. A term whose field and value both
/// become empty is dropped.
/// </summary>
/// <param name="requirement">The term.</param>
/// <param name="transformed">The term with its new field and value.</param>
/// <param name="error">Why the term is refused: the kind cannot be selected by this field.</param>
public delegate bool FieldTransform(FieldRequirement requirement, out FieldRequirement transformed, out string? error);

namespace Kybernet.Machinery.Apply.Types;

/// <summary>Which scalars a type takes. <c>null</c> is accepted by all.</summary>
public enum ScalarKind
{
    /// <summary>The type is no scalar.</summary>
    None,
    String,
    Boolean,

    /// <summary>An integer or another number.</summary>
    Numeric,

    /// <summary>Any scalar: quantities, times, an integer or a string.</summary>
    Untyped,
}

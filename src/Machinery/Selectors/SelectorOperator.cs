namespace Kybernet.Machinery.Selectors;

/// <summary>How a requirement relates a label or field to its values. Upstream: <c>pkg/selection/operator.go</c>.</summary>
public enum SelectorOperator
{
    /// <summary>The label is there and has one of the values.</summary>
    In,

    /// <summary>The label is absent or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there and has the value: <c>=</c>.</summary>
    Equals,

    /// <summary>The same as <see cref="Equals"/>, written <c>==</c>.</summary>
    DoubleEquals,

    /// <summary>The label is absent or has another value.</summary>
    NotEquals,

    /// <summary>The label is there, whatever its value.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The label's value is an integer above the requirement's.</summary>
    GreaterThan,

    /// <summary>The label's value is an integer below the requirement's.</summary>
    LessThan,
}

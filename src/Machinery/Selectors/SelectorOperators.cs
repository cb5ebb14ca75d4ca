namespace Kybernet.Machinery.Selectors;

/// <summary>The names of the operators.</summary>
public static class SelectorOperators
{
    /// <summary>The operators that take a value, as the parser's messages list them.</summary>
    internal const string Binary = "in, notin, =, ==, !=, gt, lt";

    /// <summary>Upstream's name: <c>in</c>, <c>=</c>, <c>!</c>, <c>gt</c>.</summary>
    public static string ToText(this SelectorOperator @operator) => @operator switch
    {
        SelectorOperator.In => "in",
        SelectorOperator.NotIn => "notin",
        SelectorOperator.Equals => "=",
        SelectorOperator.DoubleEquals => "==",
        SelectorOperator.NotEquals => "!=",
        SelectorOperator.Exists => "exists",
        SelectorOperator.DoesNotExist => "!",
        SelectorOperator.GreaterThan => "gt",
        SelectorOperator.LessThan => "lt",
        _ => throw new ArgumentOutOfRangeException(nameof(@operator), @operator, "unknown selector operator"),
    };
}

namespace Kybernet.ApiServer.Expressions.Types;

/// <summary>What functions and operators make of which types. Specification: CEL's <c>langdef.md</c>, "Standard Definitions".</summary>
internal static class FunctionTypes
{
    /// <summary>The type of the result; null when there is none of these arguments.</summary>
    public static StaticType? Of(string function, StaticType? target, StaticType[] arguments) => (function, arguments) switch
    {
        ("&&" or "||", [var left, var right]) => MayBe(left, "bool") && MayBe(right, "bool") ? StaticType.Bool : null,
        ("!_", [var value]) => MayBe(value, "bool") ? StaticType.Bool : null,
        ("-_", [var value]) => value.IsNumber || value.IsDyn ? value : null,
        ("==" or "!=", [var left, var right]) => StaticType.MayBeSame(left, right) ? StaticType.Bool : null,
        ("<" or "<=" or ">" or ">=", [var left, var right]) => MayBeOrdered(left, right) ? StaticType.Bool : null,
        ("in", [var item, var container]) => OfMembership(item, container),
        ("[]", [var container, var index]) => OfIndex(container, index),
        ("+", [var left, var right]) => OfSum(left, right),
        ("-" or "*" or "/" or "%", [var left, var right]) => OfReckoning(function, left, right),
        _ => target is null ? OfFunction(function) : OfMethod(function, target),
    };

    /// <summary>As messages call it.</summary>
    public static string Shown(string function) => function switch
    {
        "!_" or "-_" => function,
        "[]" => "_[_]",
        "[?]" => "_[?_]",
        "in" => "@in",
        _ => char.IsAsciiLetter(function[0]) ? function : $"_{function}_",
    };

    private static bool MayBe(StaticType type, string name) => type.IsDyn || type.Name == name;

    private static bool MayBeOrdered(StaticType left, StaticType right)
    {
        if (left.IsNumber && right.IsNumber) return true;
        return Orderable(left) && Orderable(right) && StaticType.MayBeSame(left, right);
    }

    private static bool Orderable(StaticType type) => type.IsDyn || type.IsNumber || type.Name is "string" or "bool" or "timestamp" or "duration";

    private static StaticType? OfMembership(StaticType item, StaticType container)
    {
        if (container.IsList) return StaticType.MayBeSame(item, container.Element!) ? StaticType.Bool : null;
        return container.IsDyn || (container.IsMap && MayBe(item, "string")) ? StaticType.Bool : null;
    }

    private static StaticType? OfIndex(StaticType container, StaticType index)
    {
        if (container.IsDyn) return StaticType.Dyn;
        if (container.IsList) return index.IsNumber || index.IsDyn ? container.Element : null;
        return container.IsMap && MayBe(index, "string") ? container.Element : null;
    }

    private static StaticType? OfSum(StaticType left, StaticType right)
    {
        if (left.IsDyn || right.IsDyn) return StaticType.Dyn;
        return (left.Name, right.Name) switch
        {
            ("string", "string") or ("duration", "duration") => left,
            ("timestamp", "duration") or ("duration", "timestamp") => StaticType.Timestamp,
            _ when left.IsList && right.IsList => StaticType.MayBeSame(left, right) ? left : null,
            _ => left.IsNumber && left.Name == right.Name ? left : null,
        };
    }

    private static StaticType? OfReckoning(string symbol, StaticType left, StaticType right)
    {
        if (left.IsDyn || right.IsDyn) return StaticType.Dyn;
        return (symbol, left.Name, right.Name) switch
        {
            ("-", "timestamp", "timestamp") or ("-", "duration", "duration") => StaticType.Duration,
            ("-", "timestamp", "duration") => StaticType.Timestamp,
            ("%", "double", _) => null,
            _ => left.IsNumber && left.Name == right.Name ? left : null,
        };
    }

    private static StaticType OfFunction(string function) => function switch
    {
        "size" or "int" => StaticType.Int,
        "double" => StaticType.Double,
        "string" or "jsonpatch.escapeKey" or "strings.quote" => StaticType.String,
        "duration" => StaticType.Duration,
        "timestamp" => StaticType.Timestamp,
        "bool" or "matches" or "isIP" or "isCIDR" or "isURL" or "isQuantity" or "isSemver" or "ip.isCanonical" or "sets.contains"
            or "sets.equivalent" or "sets.intersects" => StaticType.Bool,
        _ => StaticType.Dyn,
    };

    private static StaticType? OfMethod(string method, StaticType target) => method switch
    {
        "startsWith" or "endsWith" or "contains" or "matches" => MayBe(target, "string") ? StaticType.Bool : null,
        "lowerAscii" or "upperAscii" or "trim" or "charAt" or "substring" or "replace" => MayBe(target, "string") ? StaticType.String : null,
        "split" => MayBe(target, "string") ? StaticType.List(StaticType.String) : null,
        "size" => target.IsDyn || target.Name is "string" or "bytes" || target.Element is not null ? StaticType.Int : null,
        "join" => target.IsDyn || target.IsList ? StaticType.String : null,
        "isSorted" or "hasValue" or "allowed" or "errored" or "isGreaterThan" or "isLessThan" or "containsIP" or "containsCIDR" => StaticType.Bool,
        "indexOf" or "lastIndexOf" or "compareTo" => StaticType.Int,
        _ => StaticType.Dyn,
    };
}

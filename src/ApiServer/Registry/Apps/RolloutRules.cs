using System.Globalization;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>How many pods of a workload may be missing, or too many, while it is rolled out.</summary>
internal static class RolloutRules
{
    /// <summary>A count that is not negative, or a percentage.</summary>
    public static void CountOrPercent(FieldErrorList errors, FieldPath path, IntOrString value)
    {
        if (value.Type == IntOrStringType.Int) BoundRules.Minimum(errors, path, (long)value.IntVal, 0);
        else errors.AddInvalid(path, Shown(value), Identifiers.IsValidPercent(value.StrVal));
    }

    public static void AtMostAll(FieldErrorList errors, FieldPath path, IntOrString value)
    {
        if (Percent(value) > 100) errors.Reject(path, Shown(value), "must not be greater than 100%");
    }

    /// <summary>The count, or the number before the percent sign: upstream compares both with 0 alike.</summary>
    public static bool IsZero(IntOrString value) => (Percent(value) ?? value.IntValue()) == 0;

    public static FieldValue Shown(IntOrString value) =>
        value.Type == IntOrStringType.Int ? value.IntVal : FieldValue.JsonString(value.StrVal);

    /// <summary>Null for a value that is no percentage.</summary>
    private static long? Percent(IntOrString value)
    {
        if (value.Type == IntOrStringType.Int || !Identifiers.IsValidPercent(value.StrVal).IsEmpty) return null;
        return long.TryParse(value.StrVal.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? percent
            : long.MaxValue;
    }
}

using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>Strings of a closed set. Upstream: <c>api/validate/enum.go</c>.</summary>
public static class EnumRules
{
    /// <summary>The value, if there is one, is one of <paramref name="supported"/>; the message lists these in sorted order.</summary>
    /// <remarks>The empty string is a value like any other.</remarks>
    public static void Supported(FieldErrorList errors, FieldPath path, string? value, ReadOnlySpan<string> supported)
    {
        if (value is null || supported.Contains(value)) return;
        var sorted = supported.ToArray();
        Array.Sort(sorted, Utf8Order.Comparer);
        errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(value), sorted));
    }
}

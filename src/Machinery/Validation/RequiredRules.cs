using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>Values that must be there and not be empty. Upstream: <c>api/validate/required.go</c>.</summary>
public static class RequiredRules
{
    /// <summary>
    /// A value of a number, boolean, string or struct that must not be its type's zero; null and the empty string are zero.
    /// </summary>
    public static void Required<T>(FieldErrorList errors, FieldPath path, T value)
    {
        if (value is null or "" || EqualityComparer<T>.Default.Equals(value, default)) errors.Add(FieldError.Required(path, ""));
    }

    /// <summary>A value whose presence counts: zero is fine, absence is not.</summary>
    public static void Present<T>(FieldErrorList errors, FieldPath path, T? value)
    {
        if (value is null) errors.Add(FieldError.Required(path, ""));
    }

    public static void Required<T>(FieldErrorList errors, FieldPath path, ListOf<T> value)
    {
        if (value.IsEmpty) errors.Add(FieldError.Required(path, ""));
    }

    public static void Required<T>(FieldErrorList errors, FieldPath path, MapOf<T> value)
    {
        if (value.IsEmpty) errors.Add(FieldError.Required(path, ""));
    }
}

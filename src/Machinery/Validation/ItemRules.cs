using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>Numbers of items of a list. Upstream: <c>api/validate/limits.go</c>.</summary>
public static class ItemRules
{
    public static void MinItems<T>(FieldErrorList errors, FieldPath path, ListOf<T> value, int min)
    {
        if (value.Count < min) errors.Add(FieldError.TooFew(path, value.Count, min));
    }

    public static void MaxItems<T>(FieldErrorList errors, FieldPath path, ListOf<T> value, int max)
    {
        if (value.Count > max) errors.Add(FieldError.TooMany(path, value.Count, max));
    }
}

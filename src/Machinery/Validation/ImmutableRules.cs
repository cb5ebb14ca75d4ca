namespace Kybernet.Machinery.Validation;

/// <summary>Fields an update may not change. Upstream: <c>ValidateImmutableField</c> of <c>api/validation/objectmeta.go</c>.</summary>
public static class ImmutableRules
{
    public static void Immutable(FieldErrorList errors, FieldPath path, string? newValue, string? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue);
    }

    public static void Immutable(FieldErrorList errors, FieldPath path, long? newValue, long? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue is { } number ? number : FieldValue.Null);
    }

    public static void Immutable(FieldErrorList errors, FieldPath path, bool? newValue, bool? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue is { } flag ? flag : FieldValue.Null);
    }

    /// <summary>
    /// For values of any type with value equality. <paramref name="show"/> makes the new value's JSON; it is called only when
    /// the value changed.
    /// </summary>
    public static void Immutable<T>(FieldErrorList errors, FieldPath path, T newValue, T oldValue, Func<T, FieldValue> show)
    {
        if (!EqualityComparer<T>.Default.Equals(newValue, oldValue)) Changed(errors, path, show(newValue));
    }

    private static void Changed(FieldErrorList errors, FieldPath path, FieldValue newValue) =>
        errors.Add(FieldError.Invalid(path, newValue, ValidationMessages.Immutable));
}

using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>The checks of keys and values as selectors report them: one error each, with all that is wrong.</summary>
internal static class LabelChecks
{
    public static void Key(FieldErrorList errors, FieldPath path, string key)
    {
        if (QualifiedNames.IsQualifiedName(key) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path, key, string.Join("; ", problems)));
    }

    /// <summary>The error names the value's position and its key.</summary>
    public static void Value(FieldErrorList errors, FieldPath path, string key, string value)
    {
        if (QualifiedNames.IsValidLabelValue(value) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path.Key(key), value, string.Join("; ", problems)));
    }
}

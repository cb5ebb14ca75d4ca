using System.Globalization;

namespace Kybernet.Machinery.Validation;

/// <summary>Bounds of numbers, inclusive. An absent value passes. Upstream: <c>api/validate/limits.go</c>.</summary>
public static class BoundRules
{
    public static void Minimum(FieldErrorList errors, FieldPath path, long? value, long min)
    {
        if (value < min)
            errors.Add(FieldError.Invalid(
                path, value.Value, string.Create(CultureInfo.InvariantCulture, $"must be greater than or equal to {min}")));
    }

    public static void Maximum(FieldErrorList errors, FieldPath path, long? value, long max)
    {
        if (value > max)
            errors.Add(FieldError.Invalid(
                path, value.Value, string.Create(CultureInfo.InvariantCulture, $"must be less than or equal to {max}")));
    }

    public static void Minimum(FieldErrorList errors, FieldPath path, double? value, double min)
    {
        if (value < min) errors.Add(FieldError.Invalid(path, value.Value, $"must be greater than or equal to {FloatText.Of(min)}"));
    }

    public static void Maximum(FieldErrorList errors, FieldPath path, double? value, double max)
    {
        if (value > max) errors.Add(FieldError.Invalid(path, value.Value, $"must be less than or equal to {FloatText.Of(max)}"));
    }
}

using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Validation;

/// <summary>Bounds of quantities.</summary>
public static class QuantityRules
{
    public static void Minimum(FieldErrorList errors, FieldPath path, Quantity value, long min)
    {
        if (value.CompareTo(min) < 0) errors.Add(FieldError.Invalid(path, value.ToString(), $"must be greater than or equal to {min}"));
    }
}

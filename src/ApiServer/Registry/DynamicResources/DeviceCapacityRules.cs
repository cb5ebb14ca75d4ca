using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>A capacity, and how much of it may be asked for. Upstream: <c>validateRequestPolicy</c>.</summary>
internal static class DeviceCapacityRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, DeviceCapacity capacity, bool isShared)
    {
        if (capacity.RequestPolicy is not { } policy) return;
        var at = path.Child("requestPolicy");
        if (!isShared) errors.Add(FieldError.Forbidden(at, "allowMultipleAllocations must be true"));
        else if (!policy.ValidValues.IsEmpty && policy.ValidRange is not null)
            errors.Add(FieldError.Forbidden(
                at, "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time"));
        else if (!policy.ValidValues.IsEmpty)
        {
            if (policy.Default is { } value) ValidateValues(errors, at.Child("validValues"), policy.ValidValues, value, capacity.Value);
            else errors.Add(FieldError.Required(at.Child("default"), "required when validValues is defined"));
        }
        else if (policy.ValidRange is { } range)
        {
            if (policy.Default is { } value) ValidateRange(errors, at.Child("validRange"), range, value, capacity.Value);
            else errors.Add(FieldError.Required(at.Child("default"), "required when validRange is defined"));
        }
    }

    private static void ValidateValues(FieldErrorList errors, FieldPath path, ListOf<Quantity> values, Quantity value, Quantity capacity)
    {
        for (var i = 1; i < values.Count; i++)
            if (values[i - 1] > values[i])
                errors.Add(FieldError.Invalid(path.Index(i), values[i].ToString(), "values must be sorted in ascending order"));
        var seen = new HashSet<long>();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] > capacity)
                errors.Add(FieldError.Invalid(
                    path.Index(i), values[i].ToString(), $"option is larger than capacity value: {capacity}"));
            if (!seen.Add(values[i].Value())) errors.Add(FieldError.Duplicate(path.Index(i), $"{values[i].Value()}"));
        }

        if (!values.Contains(value))
            errors.Add(FieldError.Invalid(path, value.ToString(), "default value is not valid according to the requestPolicy"));
    }

    private static void ValidateRange(
        FieldErrorList errors, FieldPath path, CapacityRequestPolicyRange range, Quantity value, Quantity capacity)
    {
        if (range.Min is not { } min)
        {
            errors.Add(FieldError.Required(path.Child("min"), "required when validRange is defined"));
            return;
        }

        Unless(errors, path.Child("min"), min <= capacity, min, $"min is larger than capacity value: {capacity}");
        Unless(errors, path.Child("min"), value >= min, value, $"default is less than min: {min}");
        if (range.Max is { } max)
        {
            Unless(errors, path.Child("max"), min <= max, min, $"min is larger than max: {max}");
            Unless(errors, path.Child("max"), max <= capacity, max, $"max is larger than capacity value: {capacity}");
            Unless(errors, path.Child("max"), value <= max, value, $"default is more than max: {max}");
        }

        if (range.Step is not { } step) return;
        var one = min + step;
        Unless(errors, path.Child("step"), one <= capacity, step, $"one step {one} is larger than capacity value: {capacity}");
        IsStep(errors, path.Child("step"), value, min, step);
        if (range.Max is { } last) IsStep(errors, path.Child("step"), last, min, step);
    }

    private static void IsStep(FieldErrorList errors, FieldPath path, Quantity value, Quantity min, Quantity step)
    {
        // A step of zero leads nowhere; upstream divides by it.
        var size = step.Value();
        var fits = size == 0 ? value.Value() == min.Value() : (value.Value() - min.Value()) % size == 0;
        Unless(errors, path, fits, value, $"value is not a multiple of a given step ({step}) from ({min})");
    }

    private static void Unless(FieldErrorList errors, FieldPath path, bool holds, Quantity value, string message)
    {
        if (!holds) errors.Add(FieldError.Invalid(path, value.ToString(), message));
    }
}

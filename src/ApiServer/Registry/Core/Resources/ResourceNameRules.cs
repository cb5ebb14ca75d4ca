using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Resources;

/// <summary>Which resources may be named where, and how much of one there can be. Upstream: <c>validateResourceName</c> and those after it.</summary>
public static class ResourceNameRules
{
    public const string NotPositive = "must be greater than zero";

    /// <summary>A qualified name; without a prefix a standard one.</summary>
    /// <returns>Whether it is.</returns>
    public static bool Resource(FieldErrorList errors, FieldPath path, string name)
    {
        var before = errors.Count;
        errors.AddInvalid(path, FieldValue.JsonString(name), QualifiedNames.IsQualifiedName(name));
        if (errors.Count == before && IsPlain(name) && !ResourceNames.IsStandard(name))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonString(name), "must be a standard resource type or fully qualified"));
        return errors.Count == before;
    }

    /// <summary>A resource of containers.</summary>
    public static void Container(FieldErrorList errors, FieldPath path, string name)
    {
        Resource(errors, path, name);
        if (IsPlain(name))
        {
            if (!ResourceNames.IsStandardContainer(name))
                errors.Add(FieldError.Invalid(path, FieldValue.JsonString(name), "must be a standard resource for containers"));
        }
        else if (!ResourceNames.IsNative(name) && !ResourceNames.IsExtended(name))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonString(name), "doesn't follow extended resource name standard"));
    }

    /// <summary>A resource that quotas count.</summary>
    public static void Quota(FieldErrorList errors, FieldPath path, string name)
    {
        Resource(errors, path, name);
        if (IsPlain(name) && !ResourceNames.IsStandardQuota(name))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonString(name), "must be a standard resource for quota"));
    }

    /// <summary>Not negative, and whole where the resource comes in whole numbers.</summary>
    public static void Amount(FieldErrorList errors, FieldPath path, string name, Quantity amount)
    {
        if (amount.Sign < 0) errors.Add(FieldError.Invalid(path, amount.ToString(), ValidationMessages.NotNegative));
        if (ResourceNames.IsInteger(name) && amount.MilliValue() % 1000 != 0)
            errors.Add(FieldError.Invalid(path, amount.ToString(), "must be an integer"));
    }

    public static void Positive(FieldErrorList errors, FieldPath path, Quantity amount)
    {
        if (amount.Sign <= 0) errors.Add(FieldError.Invalid(path, amount.ToString(), NotPositive));
    }

    /// <summary>The older check of amounts that are not negative.</summary>
    public static void Basic(FieldErrorList errors, FieldPath path, Quantity amount)
    {
        if (amount.Value() < 0) errors.Add(FieldError.Invalid(path, amount.Value(), "must be a valid resource quantity"));
    }

    private static bool IsPlain(string name) => !name.Contains('/', StringComparison.Ordinal);
}

using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.RuntimeClasses;

/// <summary>
/// What a runtime adds to a pod's resources, checked as limits of a container and reported under that name. Upstream:
/// <c>ValidateContainerResourceRequirements</c>.
/// </summary>
internal static class OverheadRules
{
    private const string HugePages = "hugepages-";

    public static void Validate(FieldErrorList errors, FieldPath path, MapOf<Quantity> resources)
    {
        foreach (var (name, quantity) in resources)
        {
            var at = path.Child("limits").Key(name);
            ValidateName(errors, at, name);
            QuantityRules.Minimum(errors, at, quantity, 0);
            if (IsInteger(name) && quantity.MilliValue() % 1000 != 0)
                errors.Add(FieldError.Invalid(at, FieldValue.JsonString(quantity.ToString()), "must be an integer"));
            if (IsHugePages(name) && !IsMultipleOfPage(name, quantity))
                errors.Add(FieldError.Invalid(at, quantity.ToString(), $"{quantity} is not positive integer multiple of {name}"));
        }

        if (resources.Any(entry => IsHugePages(entry.Key)) && !resources.ContainsKey("cpu") && !resources.ContainsKey("memory"))
            errors.Add(FieldError.Forbidden(path, "HugePages require cpu or memory"));
    }

    private static void ValidateName(FieldErrorList errors, FieldPath path, string name)
    {
        var shown = FieldValue.JsonString(name);
        var problems = QualifiedNames.IsQualifiedName(name);
        errors.AddInvalid(path, shown, problems);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            if (problems.IsEmpty && !IsStandard(name))
                errors.Add(FieldError.Invalid(path, shown, "must be a standard resource type or fully qualified"));
            if (name is not ("cpu" or "memory" or "ephemeral-storage") && !IsHugePages(name))
                errors.Add(FieldError.Invalid(path, shown, "must be a standard resource for containers"));
        }
        else if (!IsNative(name) && !IsExtended(name))
            errors.Add(FieldError.Invalid(path, shown, "doesn't follow extended resource name standard"));
    }

    private static bool IsHugePages(string name) => name.StartsWith(HugePages, StringComparison.Ordinal);

    private static bool IsMultipleOfPage(string name, Quantity quantity) =>
        Quantity.TryParse(name.AsSpan(HugePages.Length), out var page)
        && page.Sign > 0 && page.MilliValue() % 1000 == 0 && quantity.Value() % page.Value() == 0;

    /// <summary>Resources counted in pieces: objects of a quota, and extended resources.</summary>
    private static bool IsInteger(string name) => IsExtended(name) || name is "pods" or "resourcequotas" or "services"
        or "replicationcontrollers" or "secrets" or "configmaps" or "persistentvolumeclaims" or "services.nodeports"
        or "services.loadbalancers";

    private static bool IsStandard(string name) => IsHugePages(name)
        || name.StartsWith("requests." + HugePages, StringComparison.Ordinal)
        || (IsInteger(name) && !IsExtended(name))
        || name is "cpu" or "memory" or "ephemeral-storage" or "requests.cpu" or "requests.memory" or "requests.ephemeral-storage"
            or "limits.cpu" or "limits.memory" or "limits.ephemeral-storage" or "storage" or "requests.storage";

    private static bool IsNative(string name) =>
        !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsExtended(string name) => !IsNative(name)
        && !name.StartsWith("requests.", StringComparison.Ordinal)
        && QualifiedNames.IsQualifiedName("requests." + name).IsEmpty;
}

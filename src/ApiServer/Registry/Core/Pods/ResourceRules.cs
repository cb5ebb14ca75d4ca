using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Requests and limits of containers, of pods, and the overhead of a runtime. Upstream: <c>validateResourceRequirements</c>.
/// </summary>
internal static class ResourceRules
{
    public static void Container(PodCheck check, FieldPath path, ResourceRequirements resources)
    {
        Amounts(check, path, resources, ContainerResourceName);
        ResourceClaimRules.References(check, path.Child("claims"), resources.Claims);
    }

    /// <summary>The overhead is checked as if it were limits.</summary>
    public static void Overhead(PodCheck check, FieldPath path) =>
        Amounts(check, path, new() { Limits = check.Spec.Overhead }, ContainerResourceName);

    public static void Pod(PodCheck check, FieldPath path, ResourceRequirements resources)
    {
        Amounts(check, path, resources, PodResourceName);
        ResourceClaimRules.References(check, path.Child("claims"), resources.Claims);
    }

    /// <summary>Not negative, and whole where the resource is counted.</summary>
    public static void Amount(FieldErrorList errors, FieldPath path, string name, Quantity quantity)
    {
        if (quantity.Sign < 0) errors.Reject(path, quantity.ToString(), ValidationMessages.NotNegative);
        if (ResourceNames.IsInteger(name) && quantity.MilliValue() % 1000 != 0)
            errors.Reject(path, FieldValue.JsonString(quantity.ToString()), "must be an integer");
    }

    private static void Amounts(
        PodCheck check, FieldPath path, ResourceRequirements resources, Action<FieldErrorList, FieldPath, string> checkName)
    {
        foreach (var (name, quantity) in resources.Limits)
            Entry(check, path.Child("limits").Key(name), name, quantity, checkName);
        foreach (var (name, quantity) in resources.Requests)
        {
            Entry(check, path.Child("requests").Key(name), name, quantity, checkName);
            AgainstLimit(check.Errors, path, name, quantity, resources.Limits);
        }

        var hugePages = Any(resources, ResourceNames.IsHugePages);
        if (hugePages && !Any(resources, name => name is "cpu" or "memory"))
            check.Errors.Forbid(path, "HugePages require cpu or memory");
    }

    private static void Entry(
        PodCheck check, FieldPath path, string name, Quantity quantity, Action<FieldErrorList, FieldPath, string> checkName)
    {
        checkName(check.Errors, path, name);
        Amount(check.Errors, path, name, quantity);
        if (ResourceNames.IsHugePages(name) && !check.Options.IndivisibleHugePages && !ResourceNames.IsWholePages(name, quantity))
            check.Errors.Reject(path, quantity.ToString(), $"{quantity} is not positive integer multiple of {name}");
    }

    private static void AgainstLimit(FieldErrorList errors, FieldPath path, string name, Quantity request, MapOf<Quantity> limits)
    {
        var overcommit = ResourceNames.IsOvercommitAllowed(name);
        if (!limits.TryGetValue(name, out var limit))
        {
            if (!overcommit) errors.Demand(path.Child("limits"), "Limit must be set for non overcommitable resources");
        }
        else if (request != limit && !overcommit)
            errors.Reject(path.Child("requests"), request.ToString(), $"must be equal to {name} limit of {limit}");
        else if (request > limit)
            errors.Reject(path.Child("requests"), request.ToString(), $"must be less than or equal to {name} limit of {limit}");
    }

    private static bool Any(ResourceRequirements resources, Func<string, bool> test) =>
        resources.Limits.Keys.Any(test) || resources.Requests.Keys.Any(test);

    private static void ContainerResourceName(FieldErrorList errors, FieldPath path, string name)
    {
        ResourceName(errors, path, name);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            if (!ResourceNames.IsStandardForContainers(name))
                errors.Reject(path, FieldValue.JsonString(name), "must be a standard resource for containers");
        }
        else if (!ResourceNames.IsNative(name) && !ResourceNames.IsExtended(name))
            errors.Reject(path, FieldValue.JsonString(name), "doesn't follow extended resource name standard");
    }

    private static void PodResourceName(FieldErrorList errors, FieldPath path, string name)
    {
        var before = errors.Count;
        ResourceName(errors, path, name);
        if (errors.Count == before && !ResourceNames.IsSupportedForPods(name))
            errors.Unsupported(path, name, "cpu", ResourceNames.HugePagesPrefix, "memory");
    }

    private static void ResourceName(FieldErrorList errors, FieldPath path, string name)
    {
        if (QualifiedNames.IsQualifiedName(name) is { IsEmpty: false } problems)
            errors.AddInvalid(path, FieldValue.JsonString(name), problems);
        else if (!name.Contains('/', StringComparison.Ordinal) && !ResourceNames.IsStandard(name))
            errors.Reject(path, FieldValue.JsonString(name), "must be a standard resource type or fully qualified");
    }
}

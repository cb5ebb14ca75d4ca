using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.ResourceQuotas;

/// <summary>Upstream: <c>ValidateResourceQuotaSpec</c>, <c>ValidateResourceQuotaStatus</c>.</summary>
internal static class ResourceQuotaRules
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public static FieldPath Scopes { get; } = s_spec.Child("scopes");

    public static void CheckSpec(ResourceQuotaSpec spec, FieldErrorList errors)
    {
        CheckAmounts(spec.Hard, s_spec.Child("hard"), errors);
        var shown = FieldValue.JsonStrings(spec.Scopes);
        foreach (var scope in spec.Scopes)
        {
            if (!QuotaScopes.IsStandard(scope)) errors.Add(FieldError.Invalid(Scopes, shown, "unsupported scope"));
            CheckResources(spec, scope, Scopes, shown, errors);
        }

        CheckConflicts(spec.Scopes, Scopes, shown, errors);
        if (spec.ScopeSelector is { } selector) ScopeSelectorRules.Check(spec, selector, errors);
    }

    public static void CheckStatus(ResourceQuotaStatus status, FieldErrorList errors)
    {
        CheckAmounts(status.Hard, FieldPath.Of("status").Child("hard"), errors);
        CheckAmounts(status.Used, FieldPath.Of("status").Child("used"), errors);
    }

    /// <summary>Every standard resource that the quota limits can have the scope.</summary>
    public static void CheckResources(ResourceQuotaSpec spec, string scope, FieldPath path, FieldValue shown, FieldErrorList errors)
    {
        foreach (var (name, _) in spec.Hard)
            if (ResourceNames.IsStandardQuota(name) && !QuotaScopes.Covers(scope, name))
                errors.Add(FieldError.Invalid(path, shown, "unsupported scope applied to resource"));
    }

    public static void CheckConflicts(ListOf<string> scopes, FieldPath path, FieldValue shown, FieldErrorList errors)
    {
        Conflict(ResourceQuotaScope.BestEffort, ResourceQuotaScope.NotBestEffort);
        Conflict(ResourceQuotaScope.Terminating, ResourceQuotaScope.NotTerminating);

        void Conflict(string one, string other)
        {
            if (scopes.Contains(one) && scopes.Contains(other)) errors.Add(FieldError.Invalid(path, shown, "conflicting scopes"));
        }
    }

    private static void CheckAmounts(MapOf<Quantity> amounts, FieldPath path, FieldErrorList errors)
    {
        foreach (var (name, amount) in amounts)
        {
            ResourceNameRules.Quota(errors, path.Key(name), name);
            ResourceNameRules.Amount(errors, path.Key(name), name, amount);
        }
    }
}

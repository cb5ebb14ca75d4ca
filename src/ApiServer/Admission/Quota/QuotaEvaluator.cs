using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>Measures objects of one resource for quotas. As it is: counts them. Upstream: <c>quota.Evaluator</c>.</summary>
/// <param name="resource">What it measures.</param>
/// <param name="alias">An older name of the count; empty when there is none.</param>
internal class QuotaEvaluator(GroupResource resource, string alias = "")
{
    private readonly string _count = resource.Group.Length == 0 ? $"count/{resource.Resource}" : $"count/{resource.Resource}.{resource.Group}";
    private readonly string _alias = alias;

    /// <summary>The name under which objects are counted: <c>count/deployments.apps</c>.</summary>
    protected string Count => _count;

    /// <summary>A write that may change what a quota counts.</summary>
    public virtual bool Handles(AdmissionAttributes attributes, IObject value, IObject? old) =>
        attributes is { Operation: AdmissionOperation.Create, Subresource: "" };

    /// <summary>A quota's name this resource has part in.</summary>
    public virtual bool Matches(string name) => name == _count || (_alias.Length > 0 && name == _alias);

    /// <summary>Whether the object is of a scope.</summary>
    public virtual bool IsIn(ScopedResourceSelectorRequirement scope, IObject value) => false;

    /// <summary>What an object must say so that it can be measured; null when it does.</summary>
    public virtual string? Missing(IReadOnlyCollection<string> restricted, IObject value) => null;

    /// <summary>What the object takes.</summary>
    public virtual MapOf<Quantity> Usage(IObject value, DateTimeOffset now)
    {
        var usage = default(MapOf<Quantity>).SetItem(_count, One);
        return _alias.Length == 0 ? usage : usage.SetItem(_alias, One);
    }

    protected static Quantity One { get; } = Quantity.New(1, QuantityFormat.DecimalSI);

    /// <summary>The quota counts this resource, and all its scopes have the object.</summary>
    public bool Covers(ResourceQuota quota, MapOf<Quantity> hard, IObject value)
    {
        var isMatch = false;
        foreach (var (name, _) in hard) isMatch |= Matches(name);
        if (!isMatch) return false;
        foreach (var scope in quota.Spec.Scopes)
            if (!IsIn(new() { ScopeName = scope, Operator = ScopeSelectorOperator.Exists }, value)) return false;
        foreach (var scope in quota.Spec.ScopeSelector?.MatchExpressions ?? default)
            if (!IsIn(scope, value)) return false;
        return true;
    }

    /// <summary>Whether one of the names is among those a scope selects.</summary>
    protected static bool Selects(ScopedResourceSelectorRequirement scope, IReadOnlyCollection<string> names) => scope.Operator switch
    {
        ScopeSelectorOperator.Exists => names.Count > 0,
        ScopeSelectorOperator.DoesNotExist => names.Count == 0,
        ScopeSelectorOperator.In => names.Any(scope.Values.Contains),
        ScopeSelectorOperator.NotIn => names.Count == 0 || names.Any(name => !scope.Values.Contains(name)),
        _ => false,
    };
}

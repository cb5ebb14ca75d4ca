using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>
/// The policies that are bound, by name, as the watch caches have them. Read anew when one of them or a binding changed; while there are none, asking
/// costs a comparison. Upstream: <c>policy/generic/policy_source.go</c>.
/// </summary>
internal sealed class PolicyList<TPolicy>(
    ClusterView cluster, string policies, string bindings, Func<IObject, TPolicy> policyOf, Func<IObject, PolicyBinding> bindingOf)
    where TPolicy : AdmissionPolicy
{
    private const string Group = "admissionregistration.k8s.io";

    private Resource? _policies;
    private Resource? _bindings;

    // Replaced as a whole: two writers at once make the same.
    private Known? _known;

    public BoundPolicy[] Current
    {
        get
        {
            var stored = (_policies ??= cluster.Resource(new(Group, policies))).Cache.Snapshot.Objects;
            return stored.Count == 0 ? [] : Read(stored, (_bindings ??= cluster.Resource(new(Group, bindings))).Cache.Snapshot.Objects);
        }
    }

    private BoundPolicy[] Read(SortedObjects stored, SortedObjects bound)
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && ReferenceEquals(known.Policies, stored) && ReferenceEquals(known.Bindings, bound)) return known.Bound;
        var old = known?.Bound.ToDictionary(static one => one.Source, ReferenceEqualityComparer.Instance) ?? [];
        var byPolicy = bound.Under("").Select(item => bindingOf(item.Value)).ToLookup(static binding => binding.Policy, StringComparer.Ordinal);
        var made = new List<BoundPolicy>();
        foreach (var item in stored.Under(""))
        {
            PolicyBinding[] own = [.. byPolicy[item.Value.Metadata.Name]];
            // A policy that is not bound is not in force. One that stayed is not read again.
            if (own.Length > 0) made.Add(new(item.Value, old.GetValueOrDefault(item.Value)?.Policy ?? policyOf(item.Value), own));
        }

        known = new(stored, bound, [.. made]);
        Volatile.Write(ref _known, known);
        return known.Bound;
    }

    /// <summary>A policy and where it is in force.</summary>
    internal sealed record BoundPolicy(object Source, TPolicy Policy, PolicyBinding[] Bindings);

    private sealed record Known(SortedObjects Policies, SortedObjects Bindings, BoundPolicy[] Bound);
}

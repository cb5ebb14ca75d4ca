using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>Measures pods: what they ask for, as long as they are not over. Upstream: <c>evaluator/core/pods.go</c>.</summary>
internal sealed class PodEvaluator() : QuotaEvaluator(Resources.Pods)
{
    private static readonly string[] s_names =
    [
        "pods", "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu",
        "limits.memory", "limits.ephemeral-storage",
    ];

    // A quota of these makes every container say how much it needs: upstream's oldest mistake, kept for compatibility.
    private static readonly string[] s_demanded = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    public override bool Handles(AdmissionAttributes attributes, IObject value, IObject? old) => attributes.Subresource switch
    {
        "" => attributes.Operation == AdmissionOperation.Create
            || (attributes.Operation == AdmissionOperation.Update && IsTerminating((Pod)value) != IsTerminating((Pod)old!)),
        "resize" => attributes.Operation == AdmissionOperation.Update,
        _ => false,
    };

    public override bool Matches(string name) =>
        s_names.AsSpan().Contains(name) || name == Count || ResourceNames.IsHugePages(name)
        || name.StartsWith(ResourceNames.RequestsPrefix + ResourceNames.HugePagesPrefix, StringComparison.Ordinal)
        || (name.StartsWith(ResourceNames.RequestsPrefix, StringComparison.Ordinal) && !ResourceNames.IsNative(name));

    public override bool IsIn(ScopedResourceSelectorRequirement scope, IObject value)
    {
        var pod = (Pod)value;
        return scope.ScopeName switch
        {
            ResourceQuotaScope.Terminating => IsTerminating(pod),
            ResourceQuotaScope.NotTerminating => !IsTerminating(pod),
            ResourceQuotaScope.BestEffort => PodQos.Of(pod) == PodQOSClass.BestEffort,
            ResourceQuotaScope.NotBestEffort => PodQos.Of(pod) != PodQOSClass.BestEffort,
            ResourceQuotaScope.PriorityClass => Selects(scope, pod.Spec.PriorityClassName.Length == 0 ? [] : [pod.Spec.PriorityClassName]),
            ResourceQuotaScope.CrossNamespacePodAffinity => CrossesNamespaces(pod.Spec.Affinity),
            _ => false,
        };
    }

    public override string? Missing(IReadOnlyCollection<string> restricted, IObject value)
    {
        var pod = (Pod)value;
        if (pod.Spec.Resources is { } ofPod && !(ofPod.Requests.IsEmpty && ofPod.Limits.IsEmpty)) return null;
        var missing = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers))
        {
            var said = Named(container.Resources.Requests, container.Resources.Limits);
            foreach (var name in restricted)
            {
                if (!s_demanded.AsSpan().Contains(name) || said.ContainsKey(name)) continue;
                if (!missing.TryGetValue(name, out var containers)) missing.Add(name, containers = new(StringComparer.Ordinal));
                containers.Add(container.Name);
            }
        }

        return missing.Count == 0
            ? null
            : "must specify " + string.Join("; ", missing.Select(static one => $"{one.Key} for: {string.Join(',', one.Value)}"));
    }

    public override MapOf<Quantity> Usage(IObject value, DateTimeOffset now)
    {
        var pod = (Pod)value;
        var usage = base.Usage(value, now);
        return IsOver(pod, now)
            ? usage
            : Amounts.Add(usage.SetItem("pods", One), Named(PodAmounts.Requests(pod.Spec), PodAmounts.Limits(pod.Spec)));
    }

    private static MapOf<Quantity> Named(MapOf<Quantity> requests, MapOf<Quantity> limits)
    {
        MapOf<Quantity> named = default;
        foreach (var (name, amount) in requests)
        {
            var isPlain = name is "cpu" or "memory" or "ephemeral-storage" || ResourceNames.IsHugePages(name);
            if (isPlain) named = named.SetItem(name, amount);
            if (isPlain || ResourceNames.IsExtended(name)) named = named.SetItem(ResourceNames.RequestsPrefix + name, amount);
        }

        foreach (var (name, amount) in limits)
            if (name is "cpu" or "memory" or "ephemeral-storage") named = named.SetItem("limits." + name, amount);
        return named;
    }

    private static bool IsTerminating(Pod pod) => pod.Spec.ActiveDeadlineSeconds >= 0;

    /// <summary>It ended, or should have long ago: a node that is lost must not hold its pods' share for ever.</summary>
    private static bool IsOver(Pod pod, DateTimeOffset now)
    {
        if (pod.Status.Phase is PodPhase.Failed or PodPhase.Succeeded) return true;
        return pod.Metadata is { DeletionTimestamp: { } deletion, DeletionGracePeriodSeconds: { } grace }
            && now > deletion.ToDateTimeOffset().AddSeconds(grace);
    }

    private static bool CrossesNamespaces(Affinity? affinity)
    {
        var terms = (affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default)
            .Concat(affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default)
            .Concat((affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default).Select(static one => one.PodAffinityTerm))
            .Concat((affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default).Select(static one => one.PodAffinityTerm));
        return terms.Any(static term => !term.Namespaces.IsEmpty || term.NamespaceSelector is not null);
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>
/// A namespace gets labels: they must be understood, and whoever makes them stricter learns which pods break them already.
/// Upstream: <c>ValidateNamespace</c>, <c>EvaluatePodsInNamespace</c>.
/// </summary>
internal sealed class NamespacePolicyChange(ClusterView cluster, PodSecurityOptions options)
{
    // Looking at more pods would take too long; the warning says how many were looked at.
    private const int MaxPods = 3000;

    public ApiError? Check(AdmissionAttributes attributes, Namespace space, Namespace? old)
    {
        var errors = new FieldErrorList();
        var policy = SecurityPolicy.Of(space.Metadata.Labels, options.Defaults, errors);
        var oldErrors = new FieldErrorList();
        var before = old is null ? null : SecurityPolicy.Of(old.Metadata.Labels, options.Defaults, oldErrors);
        if (!errors.IsEmpty && (before is null || oldErrors.IsEmpty || errors.Aggregate() != oldErrors.Aggregate()))
            return ApiError.Invalid(attributes.Resource.Kind.GroupKind, attributes.Name, errors);
        var isExempt = options.ExemptNamespaces.Contains(space.Metadata.Name);
        if (before is null)
        {
            if (isExempt) WarnOfExemption(attributes, space, policy);
            return null;
        }

        if (policy.Enforce == before.Enforce || policy.Enforce.Level == SecurityLevel.Privileged) return null;
        if (policy.Enforce.Minor == before.Enforce.Minor && policy.Enforce.Level <= before.Enforce.Level) return null;
        if (isExempt) WarnOfExemption(attributes, space, policy);
        else WarnOfPods(attributes, space.Metadata.Name, policy.Enforce);
        return null;
    }

    private void WarnOfExemption(AdmissionAttributes attributes, Namespace space, SecurityPolicy policy)
    {
        if (policy.IsPrivileged || policy == options.Defaults) return;
        attributes.Warn(
            $"namespace \"{space.Metadata.Name}\" is exempt from Pod Security, and the policy ({policy.Describe(space.Metadata.Labels)}) will be ignored");
    }

    private void WarnOfPods(AdmissionAttributes attributes, string name, LevelVersion policy)
    {
        var pods = Prioritized(cluster.In<Pod>(Resources.Pods, name));
        var found = new SortedDictionary<string, (string Pod, int Count)>(StringComparer.Ordinal);
        foreach (var pod in pods.Take(MaxPods))
        {
            var violations = SecurityStandards.Evaluate(policy, pod.Metadata, pod.Spec);
            if (violations.Count == 0) continue;
            var reasons = Violation.Reasons(violations);
            var seen = found.TryGetValue(reasons, out var before) ? before : (Pod: pod.Metadata.Name, Count: 0);
            found[reasons] = (string.CompareOrdinal(pod.Metadata.Name, seen.Pod) < 0 ? pod.Metadata.Name : seen.Pod, seen.Count + 1);
        }

        if (pods.Count > MaxPods)
            attributes.Warn($"new PodSecurity enforce level only checked against the first {MaxPods} of {pods.Count} existing pods");
        if (found.Count == 0) return;
        attributes.Warn($"existing pods in namespace \"{name}\" violate the new PodSecurity enforce level \"{policy}\"");
        foreach (var warning in found.Select(static one => Describe(one.Key, one.Value.Pod, one.Value.Count)).Order(StringComparer.Ordinal))
            attributes.Warn(warning);
    }

    private static string Describe(string reasons, string pod, int count) => count switch
    {
        1 => $"{pod}: {reasons}",
        2 => $"{pod} (and 1 other pod): {reasons}",
        _ => $"{pod} (and {count - 1} other pods): {reasons}",
    };

    /// <summary>One pod of each controller first: its others are like it.</summary>
    private List<Pod> Prioritized(IEnumerable<Pod> pods)
    {
        var (first, others, controllers) = (new List<Pod>(), new List<Pod>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var pod in pods)
        {
            if (pod.Spec.RuntimeClassName is { } runtime && options.ExemptRuntimeClasses.Contains(runtime)) continue;
            var owner = pod.Metadata.OwnerReferences.FirstOrDefault(static one => one.Controller == true);
            if (owner is null || controllers.Add(owner.Uid)) first.Add(pod);
            else others.Add(pod);
        }

        first.AddRange(others);
        return first;
    }
}

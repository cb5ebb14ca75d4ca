using Kybernet.Api.Apps.V1;
using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>
/// Lets in only pods that keep to the standard their namespace asks for, and tells who writes a pod template what would become of its
/// pods. Upstream: <c>pod-security-admission/admission</c>.
/// </summary>
internal sealed class PodSecurityAdmission(ClusterView cluster, PodSecurityOptions options) : IAdmissionPlugin
{
    private const string AnnotationPrefix = "pod-security.kubernetes.io/";

    private readonly NamespacePolicyChange _namespaces = new(cluster, options);

    public string Name => "PodSecurity";

    public bool Handles(ResourceInfo resource) => resource.GroupResource is
    { Group: "", Resource: "pods" or "namespaces" or "replicationcontrollers" or "podtemplates" }
        or { Group: "apps", Resource: "replicasets" or "deployments" or "statefulsets" or "daemonsets" }
        or { Group: "batch", Resource: "jobs" or "cronjobs" };

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update) || value is null) return null;
        var isPod = attributes.Resource.GroupResource == Resources.Pods;
        if (isPod ? IsIgnored(attributes.Subresource) : attributes.Subresource.Length > 0) return null;
        if (value is Namespace space) return _namespaces.Check(attributes, space, old as Namespace);
        if (Exemption(attributes) is { } exempt)
        {
            attributes.Annotate(AnnotationPrefix + "exempt", exempt);
            return null;
        }

        var read = await ObjectReader.ReadCachedAsync(cluster.Resource(Resources.Namespaces), attributes.Namespace, cancel);
        if (!read.IsOk || read.Value is null)
            return isPod ? ApiError.InternalError($"failed to lookup namespace \"{attributes.Namespace}\"") : null;
        var policy = SecurityPolicy.Of(read.Value.Value.Metadata.Labels, options.Defaults);
        if (isPod && policy.IsPrivileged)
        {
            attributes.Annotate(AnnotationPrefix + "enforce-policy", policy.Enforce.ToString());
            return null;
        }

        if (!isPod && policy is { Warn.Level: SecurityLevel.Privileged, Audit.Level: SecurityLevel.Privileged }) return null;
        if (value is Pod pod) return old is Pod before && !IsSignificant(pod, before) ? null : Evaluate(attributes, policy, pod.Metadata, pod.Spec, true);
        return TemplateOf(value) is { } template ? Evaluate(attributes, policy, template.Metadata, template.Spec, false) : null;
    }

    private ApiError? Evaluate(AdmissionAttributes attributes, SecurityPolicy policy, ObjectMeta metadata, PodSpec spec, bool isPod)
    {
        if (spec.RuntimeClassName is { } runtime && options.ExemptRuntimeClasses.Contains(runtime))
        {
            attributes.Annotate(AnnotationPrefix + "exempt", "runtimeClass");
            return null;
        }

        var enforced = isPod ? SecurityStandards.Evaluate(policy.Enforce, metadata, spec) : null;
        if (isPod) attributes.Annotate(AnnotationPrefix + "enforce-policy", policy.Enforce.ToString());
        var audited = isPod && policy.Audit == policy.Enforce ? enforced! : SecurityStandards.Evaluate(policy.Audit, metadata, spec);
        if (audited.Count > 0) attributes.Annotate(AnnotationPrefix + "audit-violations", WouldViolate(policy.Audit, audited));
        if (enforced is { Count: > 0 }) return attributes.Forbidden($"violates PodSecurity \"{policy.Enforce}\": {Violation.Details(enforced)}");
        var warned = policy.Warn == policy.Audit ? audited : SecurityStandards.Evaluate(policy.Warn, metadata, spec);
        if (warned.Count > 0) attributes.Warn(WouldViolate(policy.Warn, warned));
        return null;
    }

    private static string WouldViolate(LevelVersion policy, List<Violation> violations) =>
        $"would violate PodSecurity \"{policy}\": {Violation.Details(violations)}";

    private string? Exemption(AdmissionAttributes attributes) =>
        options.ExemptNamespaces.Contains(attributes.Namespace) ? "namespace" : options.ExemptUsers.Contains(attributes.User.Name) ? "user" : null;

    /// <summary>Subresources that do not change the spec; one that is not known is looked at.</summary>
    private static bool IsIgnored(string subresource) =>
        subresource is "exec" or "attach" or "binding" or "eviction" or "log" or "portforward" or "proxy" or "status";

    /// <summary>Of what the rules look at only images can change, and ephemeral containers come.</summary>
    private static bool IsSignificant(Pod pod, Pod old)
    {
        var (spec, before) = (pod.Spec, old.Spec);
        if (spec.Containers.Count != before.Containers.Count || spec.InitContainers.Count != before.InitContainers.Count) return true;
        for (var i = 0; i < spec.Containers.Count; i++)
            if (spec.Containers[i].Image != before.Containers[i].Image) return true;
        for (var i = 0; i < spec.InitContainers.Count; i++)
            if (spec.InitContainers[i].Image != before.InitContainers[i].Image) return true;
        foreach (var container in spec.EphemeralContainers)
        {
            if (before.EphemeralContainers.FirstOrDefault(one => one.Name == container.Name) is not { } there) return true;
            if (there.Image != container.Image) return true;
        }

        return false;
    }

    private static PodTemplateSpec? TemplateOf(IObject value) => value switch
    {
        PodTemplate it => it.Template,
        ReplicationController it => it.Spec.Template,
        ReplicaSet it => it.Spec.Template,
        Deployment it => it.Spec.Template,
        DaemonSet it => it.Spec.Template,
        StatefulSet it => it.Spec.Template,
        Job it => it.Spec.Template,
        CronJob it => it.Spec.JobTemplate.Spec.Template,
        _ => null,
    };
}

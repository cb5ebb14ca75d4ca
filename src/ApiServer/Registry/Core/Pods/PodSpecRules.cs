using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// The rules of a pod's spec that the schema cannot state, for pods and for the templates of workloads. Upstream:
/// <c>ValidatePodSpec</c> of <c>pkg/apis/core/validation</c>.
/// </summary>
internal static class PodSpecRules
{
    private const int MaxHostnameLength = 64;

    /// <param name="metadata">The pod's metadata; null for a template.</param>
    public static void Check(FieldErrorList errors, FieldPath path, PodSpec spec, ObjectMeta? metadata, PodRuleOptions options)
    {
        var check = new PodCheck(spec, metadata, options, errors);
        if (spec.TerminationGracePeriodSeconds is null) errors.Demand(path.Child("terminationGracePeriodSeconds"));
        VolumeRules.Check(check, path.Child("volumes"));
        ResourceClaimRules.Pod(check, path.Child("resourceClaims"));
        ContainerRules.Regular(check, path.Child("containers"));
        ContainerRules.Init(check, path.Child("initContainers"));
        EphemeralContainerRules.Check(check, path.Child("ephemeralContainers"));
        PodResourceRules.Check(check, path.Child("resources"));
        HostPorts(check, path.Child("containers"));
        MetadataRules.Labels(errors, path.Child("nodeSelector"), spec.NodeSelector);
        SecurityContextRules.Pod(check, path.Child("securityContext"));
        AffinityRules.Check(check, path.Child("affinity"));
        PodDnsRules.Check(errors, path.Child("dnsConfig"), spec);
        SchedulingGates(errors, path.Child("schedulingGates"), spec.SchedulingGates);
        TopologySpreadRules.Check(check, path.Child("topologySpreadConstraints"));
        WindowsOptionRules.HostProcess(check, path);
        SecurityContextRules.HostUsers(check, path);
        Hostname(check, path.Child("hostnameOverride"));
        TolerationRules.Check(errors, path.Child("tolerations"), spec.Tolerations, options);
        HostAliases(errors, path.Child("hostAliases"), spec.HostAliases);
        Preemption(errors, path.Child("preemptionPolicy"), spec.PreemptionPolicy);
        if (!spec.Overhead.IsAbsent) ResourceRules.Overhead(check, path.Child("overhead"));
        OperatingSystemRules.Check(check, path);
        SchedulingGroup(errors, path.Child("schedulingGroup").Child("podGroupName"), spec.SchedulingGroup);
        FilesOfEnvironment(check, path);
    }

    /// <summary>A pod on the host's network has its containers' ports on the host; a template may leave them open.</summary>
    private static void HostPorts(PodCheck check, FieldPath path)
    {
        if (!check.Spec.HostNetwork) return;
        for (var i = 0; i < check.Spec.Containers.Count; i++)
        {
            var ports = check.Spec.Containers[i].Ports;
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].HostPort == ports[j].ContainerPortValue || (ports[j].HostPort == 0 && !check.Options.IsPod)) continue;
                check.Errors.Reject(
                    path.Index(i).Child("ports").Index(j).Child("hostPort"), ports[j].HostPort,
                    "must match `containerPort` when `hostNetwork` is true");
            }
        }
    }

    private static void SchedulingGates(FieldErrorList errors, FieldPath path, ListOf<PodSchedulingGate> gates)
    {
        var names = new MetNames();
        for (var i = 0; i < gates.Count; i++)
        {
            errors.AddInvalid(path.Index(i), gates[i].Name, QualifiedNames.IsQualifiedName(gates[i].Name));
            if (!names.Add(gates[i].Name)) errors.Repeated(path.Index(i), gates[i].Name);
        }
    }

    private static void Hostname(PodCheck check, FieldPath path)
    {
        if (check.Spec.HostnameOverride is not { } name) return;
        if (check.Spec.SetHostnameAsFQDN == true) check.Errors.Forbid(path, "may not be specified when setHostnameAsFQDN is true");
        if (check.Spec.HostNetwork) check.Errors.Forbid(path, "may not be specified when hostNetwork is true");
        LengthRules.MaxBytes(check.Errors, path, name, MaxHostnameLength);
        check.Errors.AddInvalid(path, name, DnsNames.IsDns1123Subdomain(name));
    }

    private static void HostAliases(FieldErrorList errors, FieldPath path, ListOf<HostAlias> aliases)
    {
        for (var i = 0; i < aliases.Count; i++)
            IpRules.IsValidIpForLegacyField(errors, path.Index(i).Child("ip"), aliases[i].Ip, strict: true);
    }

    private static void Preemption(FieldErrorList errors, FieldPath path, string? policy)
    {
        if (policy is "") errors.Demand(path);
        else if (policy is not (null or PreemptionPolicy.PreemptLowerPriority or PreemptionPolicy.Never))
            errors.Unsupported(path, policy, PreemptionPolicy.PreemptLowerPriority, PreemptionPolicy.Never);
    }

    private static void SchedulingGroup(FieldErrorList errors, FieldPath path, PodSchedulingGroup? group)
    {
        if (group is null) return;
        if (group.PodGroupName is { } name) errors.AddInvalid(path, name, DnsNames.IsDns1123Subdomain(name));
        else errors.Reject(path, FieldValue.Null, "must specify one of: `podGroupName`");
    }

    /// <summary>Environment variables may be read from files of an emptyDir only.</summary>
    private static void FilesOfEnvironment(PodCheck check, FieldPath path)
    {
        foreach (var (container, at) in PodContainers.All(check.Spec, path))
        {
            for (var i = 0; i < container.Env.Count; i++)
            {
                if (container.Env[i].ValueFrom?.FileKeyRef is { } file)
                    FileOfEmptyDir(check, at.Child("env").Index(i).Child("valueFrom").Child("fileKeyRef").Child("volumeName"), file.VolumeName);
            }
        }
    }

    private static void FileOfEmptyDir(PodCheck check, FieldPath path, string name)
    {
        var volume = check.Spec.Volumes.LastOrDefault(volume => volume.Name == name);
        if (volume is null) check.Errors.Unknown(path, name);
        else if (volume.EmptyDir is null) check.Errors.Reject(path, name, "referenced volume must be of type emptyDir");
    }
}

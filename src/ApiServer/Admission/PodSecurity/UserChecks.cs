using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about who processes run as.</summary>
internal static class UserChecks
{
    public static Violation? Escalation(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.AllowPrivilegeEscalation != false) bad.Add(container.Name);
        return bad.Any
            ? new("allowPrivilegeEscalation != false", $"{bad.ContainerText} must set securityContext.allowPrivilegeEscalation=false")
            : null;
    }

    public static Violation? NonRoot(ObjectMeta metadata, PodSpec spec)
    {
        const string Reason = "runAsNonRoot != true";
        var (bad, open) = (new Offenders(), new Offenders());
        var ofPod = spec.SecurityContext?.RunAsNonRoot;
        if (ofPod == false) bad.AddPod();
        foreach (var container in PodContainers.All(spec))
        {
            if (container.SecurityContext?.RunAsNonRoot == false) bad.Add(container.Name);
            else if (container.SecurityContext?.RunAsNonRoot is null && ofPod != true) open.Add(container.Name);
        }

        if (bad.Any) return new(Reason, $"{bad.Text} must not set securityContext.runAsNonRoot=false");
        return open.Any ? new(Reason, $"pod or {open.ContainerText} must set securityContext.runAsNonRoot=true") : null;
    }

    public static Violation? RootUser(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        if (spec.SecurityContext?.RunAsUser == 0) bad.AddPod();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.RunAsUser == 0) bad.Add(container.Name);
        return bad.Any ? new("runAsUser=0", $"{bad.Text} must not set runAsUser=0") : null;
    }
}

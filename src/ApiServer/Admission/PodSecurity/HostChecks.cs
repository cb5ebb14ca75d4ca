using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about what is the node's own.</summary>
internal static class HostChecks
{
    public static Violation? Namespaces(ObjectMeta metadata, PodSpec spec)
    {
        var used = new List<string>();
        if (spec.HostNetwork) used.Add("hostNetwork=true");
        if (spec.HostPID) used.Add("hostPID=true");
        if (spec.HostIPC) used.Add("hostIPC=true");
        return used.Count == 0 ? null : new("host namespaces", string.Join(", ", used));
    }

    public static Violation? Ports(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        foreach (var container in PodContainers.All(spec))
        {
            var isBad = false;
            foreach (var port in container.Ports)
            {
                if (port.HostPort == 0) continue;
                isBad = true;
                bad.AddValue(port.HostPort.ToString(CultureInfo.InvariantCulture));
            }

            if (isBad) bad.Add(container.Name);
        }

        if (!bad.Any) return null;
        var ports = Offenders.Plural("hostPort", "hostPorts", bad.Values.Count);
        return new("hostPort", $"{bad.ContainerText} {Offenders.Plural("uses", "use", bad.Containers)} {ports} {string.Join(", ", bad.Values)}");
    }

    public static Violation? Privileged(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.Privileged == true) bad.Add(container.Name);
        return bad.Any ? new("privileged", $"{bad.ContainerText} must not set securityContext.privileged=true") : null;
    }

    public static Violation? ProcMount(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        foreach (var container in PodContainers.All(spec))
        {
            if (container.SecurityContext?.ProcMount is null or ProcMountType.Default) continue;
            bad.Add(container.Name);
            bad.AddValue(container.SecurityContext.ProcMount);
        }

        return bad.Any ? new("procMount", $"{bad.ContainerText} must not set securityContext.procMount to {bad.QuotedValues}") : null;
    }

    public static Violation? WindowsHostProcess(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        if (spec.SecurityContext?.WindowsOptions?.HostProcess == true) bad.AddPod();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.WindowsOptions?.HostProcess == true) bad.Add(container.Name);
        return bad.Any ? new("hostProcess", $"{bad.Text} must not set securityContext.windowsOptions.hostProcess=true") : null;
    }
}

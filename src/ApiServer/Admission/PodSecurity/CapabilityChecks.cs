using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about what containers may do beyond what every process may.</summary>
internal static class CapabilityChecks
{
    // What container runtimes give by themselves.
    private static readonly string[] s_default =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
        "SYS_CHROOT",
    ];

    public static Violation? Baseline(ObjectMeta metadata, PodSpec spec)
    {
        var bad = Adding(spec, static capability => s_default.AsSpan().Contains(capability));
        return bad.Any ? new("non-default capabilities", MustNotAdd(bad)) : null;
    }

    public static Violation? Restricted(ObjectMeta metadata, PodSpec spec)
    {
        var keeping = new Offenders();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.Capabilities?.Drop.Contains("ALL") != true) keeping.Add(container.Name);
        var adding = Adding(spec, static capability => capability == "NET_BIND_SERVICE");
        if (!keeping.Any && !adding.Any) return null;
        var details = new List<string>();
        if (keeping.Any) details.Add($"{keeping.ContainerText} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Any) details.Add(MustNotAdd(adding));
        return new("unrestricted capabilities", string.Join("; ", details));
    }

    private static Offenders Adding(PodSpec spec, Func<string, bool> isAllowed)
    {
        var bad = new Offenders();
        foreach (var container in PodContainers.All(spec))
        {
            var isBad = false;
            foreach (var capability in container.SecurityContext?.Capabilities?.Add ?? default)
            {
                if (isAllowed(capability)) continue;
                isBad = true;
                bad.AddValue(capability);
            }

            if (isBad) bad.Add(container.Name);
        }

        return bad;
    }

    private static string MustNotAdd(Offenders bad) => $"{bad.ContainerText} must not include {bad.QuotedValues} in securityContext.capabilities.add";
}

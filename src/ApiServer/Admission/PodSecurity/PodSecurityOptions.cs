using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>The cluster's defaults and exemptions. Upstream: <c>PodSecurityConfiguration</c> of <c>pod-security.admission.config.k8s.io/v1</c>.</summary>
public sealed record PodSecurityOptions
{
    /// <summary>For namespaces whose labels say nothing.</summary>
    public SecurityPolicy Defaults { get; init; } = SecurityPolicy.Privileged;

    /// <summary>Users whose pods are let in whatever they are.</summary>
    public ListOf<string> ExemptUsers { get; init; }

    /// <summary>Namespaces no rule holds for.</summary>
    public ListOf<string> ExemptNamespaces { get; init; }

    /// <summary>Runtime classes whose pods are let in.</summary>
    public ListOf<string> ExemptRuntimeClasses { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Validate()
    {
        foreach (var list in (ListOf<string>[])[ExemptUsers, ExemptNamespaces, ExemptRuntimeClasses])
            if (list.Contains("")) return "an exemption from pod security must have a name";
        return null;
    }
}

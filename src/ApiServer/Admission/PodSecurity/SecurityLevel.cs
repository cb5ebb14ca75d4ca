namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>How strict a policy is, from nothing to all rules.</summary>
public enum SecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

namespace Kybernet.Kubelet.Probes;

/// <summary>What probes found last, by the runtime's id of a container; null while they found nothing.</summary>
internal interface IProbeResults
{
    ProbeResult? Liveness(string containerId);

    ProbeResult? Readiness(string containerId);

    ProbeResult? Startup(string containerId);
}

/// <summary>What a probe's thresholds came to.</summary>
internal enum ProbeResult
{
    Unknown,
    Success,
    Failure,
}

using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Probes;

/// <summary>What a probe looks at.</summary>
internal sealed record ProbeTarget(Pod Pod, Container Container, string ContainerId, long StartedAtNanoseconds);

internal enum ProbeKind
{
    Liveness,
    Readiness,
    Startup,
}

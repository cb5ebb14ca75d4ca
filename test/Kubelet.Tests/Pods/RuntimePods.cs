using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Container = Kybernet.Api.Core.V1.Container;

namespace Kybernet.Kubelet.Tests.Pods;

/// <summary>What a runtime has, as tests write it: <c>main=running</c>, <c>main=exited:1</c>.</summary>
internal static class RuntimePods
{
    public static RuntimePod With(bool hasSandbox, params string[] containers) => new(
        "uid",
        hasSandbox ? [new() { Id = "s", Metadata = new() { Attempt = 0 }, Network = new() { Ip = "10.0.0.1" } }] : [],
        [.. containers.Select((text, i) => Parse(text, i))]);

    public static IProbeResults NoProbes { get; } = new Results(null);

    public static IProbeResults Failing { get; } = new Results(ProbeResult.Failure);

    private static RuntimeContainer Parse(string text, int i)
    {
        var (name, state) = text.Split('=') switch { [var first, var second] => (first, second), _ => throw new ArgumentException(text, nameof(text)) };
        var status = new ContainerStatus
        {
            Id = name,
            Metadata = new() { Name = name },
            CreatedAt = 100 - i,
            State = state.Split(':')[0] switch
            {
                "running" => ContainerState.ContainerRunning,
                "created" => ContainerState.ContainerCreated,
                "unknown" => ContainerState.ContainerUnknown,
                _ => ContainerState.ContainerExited,
            },
            ExitCode = state.Split(':') is [_, var code] ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 0,
            Labels = { [PodLabels.ContainerName] = name },
            Annotations = { [PodLabels.Hash] = ContainerHash.Of(new Container { Name = name, Image = "i" }) },
        };
        return new(status);
    }

    private sealed record Results(ProbeResult? Result) : IProbeResults
    {
        public ProbeResult? Liveness(string containerId) => Result;

        public ProbeResult? Readiness(string containerId) => Result;

        public ProbeResult? Startup(string containerId) => Result;
    }
}

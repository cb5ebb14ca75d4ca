using System.Globalization;
using Kybernet.Kubelet.Cri.V1;
using ResourceRequirements = Kybernet.Api.Core.V1.ResourceRequirements;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Pods;

/// <summary>A container as the runtime has it, with what the kubelet wrote beside it when it made it.</summary>
internal sealed record RuntimeContainer(ContainerStatus Status)
{
    /// <summary>What a container that ended left as its last words; empty when it left none.</summary>
    public string TerminationMessage { get; init; } = "";

    /// <summary>The resources it was given last; null when that is not known.</summary>
    public ResourceRequirements? Actual { get; init; }

    public string Id => Status.Id;

    public string Name => Status.Labels.TryGetValue(PodLabels.ContainerName, out var name) ? name : Status.Metadata.Name;

    public ContainerState State => Status.State;

    public int ExitCode => Status.ExitCode;

    /// <summary>As the API knows it.</summary>
    public string ApiId => $"containerd://{Status.Id}";

    public Time StartedAt => TimeOf(Status.StartedAt);

    public Time FinishedAt => TimeOf(Status.FinishedAt);

    public int RestartCount => int.TryParse(Annotation(PodLabels.RestartCount), CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>Of the definition it was made from; empty when it is not known.</summary>
    public string Hash => Annotation(PodLabels.Hash);

    public string Annotation(string key) => Status.Annotations.TryGetValue(key, out var value) ? value : "";

    private static Time TimeOf(long nanoseconds) => nanoseconds <= 0 ? default : Time.FromUnixSeconds(nanoseconds / 1_000_000_000);
}

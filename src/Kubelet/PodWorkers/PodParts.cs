using System.Collections.Concurrent;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.PodWorkers;

/// <summary>What pod workers work with. Shared by all of them.</summary>
internal sealed record PodParts
{
    public required KubeletOptions Options { get; init; }

    public required IClient Client { get; init; }

    public required IRuntimeService Runtime { get; init; }

    public required PodAdmission Admission { get; init; }

    public required PodReader Reader { get; init; }

    public required PodSyncer Syncer { get; init; }

    public required ContainerStopper Stopper { get; init; }

    public required ProbeTracker Probes { get; init; }

    public required VolumeSetter Volumes { get; init; }

    public required ServiceAccountTokens Tokens { get; init; }

    public required CgroupTree Cgroups { get; init; }

    public required NodePaths Paths { get; init; }

    public required BackOffs BackOffs { get; init; }

    public required INodeFacts Node { get; init; }

    public required IEventRecorder Events { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Why containers wait, until they start.</summary>
    public ConcurrentDictionary<(string Uid, string Container), StartFailure> Reasons { get; } = [];
}

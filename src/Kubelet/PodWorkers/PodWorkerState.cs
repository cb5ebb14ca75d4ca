namespace Kybernet.Kubelet.PodWorkers;

/// <summary>How far a pod is.</summary>
internal enum PodWorkerState
{
    Syncing,
    Terminating,

    /// <summary>Nothing of it runs, and never will again.</summary>
    Terminated,

    /// <summary>Nothing of it is left on the node or in the API.</summary>
    Finished,
}

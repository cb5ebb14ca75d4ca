using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Kubelet.Pods;

/// <summary>The pods of this node and where their containers are: what the node's server asks.</summary>
internal interface IPodDirectory
{
    /// <summary>Every pod bound to the node that is not gone, as the API server last told, with the status the kubelet last computed.</summary>
    IReadOnlyList<Pod> List();

    Pod? Find(ObjectKey key);

    /// <summary>The ready sandbox of the pod; null when there is none.</summary>
    Task<string?> SandboxIdAsync(string podUid, CancellationToken cancel);

    /// <summary>The newest container of that name, running or not; null when there is none.</summary>
    /// <param name="podUid">The pod's.</param>
    /// <param name="container">Its name: a container, init or ephemeral one.</param>
    /// <param name="cancel">Gives up.</param>
    Task<Cri.V1.ContainerStatus?> ContainerAsync(string podUid, string container, CancellationToken cancel);
}

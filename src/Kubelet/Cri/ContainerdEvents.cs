using Grpc.Core;
using Kybernet.Kubelet.Cri.Events;

namespace Kybernet.Kubelet.Cri;

/// <summary>Tells at once when a process of a container ends.</summary>
internal sealed class ContainerdEvents(CriConnection connection)
{
    /// <summary>Calls <paramref name="happened"/> for each event until <paramref name="cancel"/>.</summary>
    /// <exception cref="CriException">The runtime is no containerd, or went away.</exception>
    public async Task ListenAsync(Action happened, CancellationToken cancel)
    {
        var request = new SubscribeRequest { Filters = { "namespace==k8s.io,topic==/tasks/exit" } };
        try
        {
            using var events = connection.Events.Subscribe(request, new CallOptions(cancellationToken: cancel));
            while (await events.ResponseStream.MoveNext(cancel)) happened();
        }
        catch (RpcException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw new CriException(e.StatusCode, e.Status.Detail, e);
        }
    }
}

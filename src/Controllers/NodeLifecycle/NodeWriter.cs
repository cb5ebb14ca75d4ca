using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Transport;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Changes nodes that kubelets change too: each change is made to the node as it is now.</summary>
public sealed class NodeWriter(IClient client, TimeProvider time)
{
    // Upstream: controller.UpdateTaintBackoff.
    private const int Attempts = 5;

    /// <param name="name">The node.</param>
    /// <param name="change">Gives the node as it should be, or null when it is so.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The node, or why it could not be read or written.</returns>
    public async ValueTask<ApiResult<Node>> ChangeAsync(string name, Func<Node, Node?> change, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var read = await client.GetAsync<Node>(new(name), cancel);
            if (!read.TryGet(out var node, out _)) return read;
            if (change(node) is not { } changed) return node;
            var written = await client.UpdateAsync(changed, cancel);
            if (written.Error is not { IsConflict: true } || attempt == Attempts) return written;
        }
    }

    /// <summary>Puts one NoExecute taint on the node and takes the other off. They exclude each other, as the states they stand for do.</summary>
    public ValueTask<ApiResult<Node>> SwapAsync(string name, string added, string removed, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return ChangeAsync(
            name,
            node =>
            {
                var taints = NodeTaints.With(node.Spec.Taints, added, TaintEffect.NoExecute, now);
                return node with { Spec = node.Spec with { Taints = NodeTaints.Without(taints, removed, TaintEffect.NoExecute) } };
            },
            cancel);
    }

    /// <summary>Takes both NoExecute taints off; asks nothing of the API server when the node is known to have none.</summary>
    public async ValueTask<ApiResult<Node>> MarkReachableAsync(Node known, CancellationToken cancel) =>
        Reachable(known) is null ? known : await ChangeAsync(known.Metadata.Name, Reachable, cancel);

    private static Node? Reachable(Node node)
    {
        var taints = NodeTaints.Without(node.Spec.Taints, NodeTaints.Unreachable, TaintEffect.NoExecute);
        taints = NodeTaints.Without(taints, NodeTaints.NotReady, TaintEffect.NoExecute);
        return taints == node.Spec.Taints ? null : node with { Spec = node.Spec with { Taints = taints } };
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.DefaultBinder;

/// <summary>Binds by posting a Binding to the pod. Upstream: <c>plugins/defaultbinder</c>.</summary>
public sealed class DefaultBinderPlugin(IClient client) : IBindPlugin
{
    public string Name => PluginNames.DefaultBinder;

    public async ValueTask<PluginStatus?> BindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancel)
    {
        var meta = pod.Pod.Metadata;
        var binding = Binding.Empty with
        {
            // With the UID, a pod deleted and made anew under the name is not bound by mistake.
            Metadata = new() { Namespace = meta.Namespace, Name = meta.Name, Uid = meta.Uid },
            Target = new() { Kind = "Node", Name = node },
        };
        var bound = await client.CreateAtAsync<Pod, Binding>(pod.Key, "binding", binding, cancel);
        return bound.Error is { } error ? PluginStatus.Error(Name, error.Message) : null;
    }
}

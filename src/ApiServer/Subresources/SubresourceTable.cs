using System.Collections.Frozen;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Subresources;

/// <summary>The subresources that are more than another door to their object, for every way into the server.</summary>
internal sealed class SubresourceTable(ResourceRegistry registry, ServiceAccountTokens tokens)
{
    private readonly FrozenDictionary<(GroupVersionKind, string), IViewSubresource> _views =
        new[] { ScaleView.Deployments, ScaleView.ReplicaSets, ScaleView.StatefulSets, ScaleView.ReplicationControllers }
            .ToFrozenDictionary(view => (view.ParentKind, "scale"), IViewSubresource (view) => view);

    private readonly FrozenDictionary<(GroupVersionKind, string), IPostedSubresource> _posted = new Dictionary<(GroupVersionKind, string), IPostedSubresource>
    {
        [(Pod.Gvk, "binding")] = new PodBinding(),
        [(Pod.Gvk, "eviction")] = new PodEviction(() => registry.Find(new("policy", "v1", "poddisruptionbudgets"))!),
        [(ServiceAccount.Gvk, "token")] = new ServiceAccountToken(tokens, registry),
    }.ToFrozenDictionary();

    public IPostedSubresource? Posted(GroupVersionKind kind, string subresource) => _posted.GetValueOrDefault((kind, subresource));

    public IViewSubresource? View(Resource resource, string subresource) =>
        resource.Info.IsCustom ? subresource == "scale" ? resource.Scale : null : _views.GetValueOrDefault((resource.Info.Kind, subresource));

    /// <summary>Changes an object by a change of its view.</summary>
    /// <param name="resource">The object's resource.</param>
    /// <param name="view">The view.</param>
    /// <param name="request">Who writes what.</param>
    /// <param name="change">The view as it is to be.</param>
    /// <param name="cancel">Gives up.</param>
    public static ValueTask<Outcome<Updated>> ChangeAsync(
        Resource resource, IViewSubresource view, WriteRequest request, Func<IObject, Outcome<IObject>> change, CancellationToken cancel) =>
        ObjectUpdater.UpdateAsync(
            resource, resource.Rules, request, null, (current, _) => new(Changed(current!, view, change)), mayCreate: false, cancel);

    private static Outcome<IObject> Changed(IObject current, IViewSubresource view, Func<IObject, Outcome<IObject>> change)
    {
        var changed = change(view.View(current));
        return changed.TryGet(out var wanted, out var error) ? view.Apply(current, wanted) : error;
    }
}

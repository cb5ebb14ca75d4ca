using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Subresources;

/// <summary>The subresources that are more than another door to their object, for every way into the server.</summary>
internal sealed class SubresourceTable(ResourceRegistry registry, ServiceAccountTokens tokens)
{
    private static readonly ScaleView[] s_scales = [ScaleView.Deployments, ScaleView.ReplicaSets, ScaleView.StatefulSets, ScaleView.ReplicationControllers];

    private readonly Dictionary<(GroupVersionKind, string), IPostedSubresource> _posted = new()
    {
        [(Pod.Gvk, "binding")] = new PodBinding(),
        [(Pod.Gvk, "eviction")] = new PodEviction(() => registry.Find(new("policy", "v1", "poddisruptionbudgets"))!),
        [(ServiceAccount.Gvk, "token")] = new ServiceAccountToken(tokens, registry),
    };

    public IPostedSubresource? Posted(GroupVersionKind kind, string subresource) => _posted.GetValueOrDefault((kind, subresource));

    public static IViewSubresource? View(Resource resource, string subresource) =>
        subresource != "scale" ? null : resource.Info.IsCustom ? resource.Scale : Array.Find(s_scales, scale => scale.ParentKind == resource.Info.Kind);

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

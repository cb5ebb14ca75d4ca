using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.ApiServer.Webhooks;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Admission;

/// <summary>What plugins may look at: the caches, who may do what, the clock. Opened once, before the server serves.</summary>
internal sealed class ClusterView : IDisposable
{
    private ResourceRegistry? _registry;
    private IAuthorizer? _authorizer;

    public ClusterView(TimeProvider time, IdSource ids)
    {
        (Time, Ids) = (time, ids);
        Webhooks = new(new(this));
    }

    public TimeProvider Time { get; }

    public IdSource Ids { get; }

    /// <summary>The ways to the cluster's webhooks.</summary>
    public WebhookConnections Webhooks { get; }

    public IAuthorizer Authorizer => _authorizer ?? throw new InvalidOperationException("the cluster is not open to plugins yet");

    public void Open(ResourceRegistry registry, IAuthorizer authorizer) => (_registry, _authorizer) = (registry, authorizer);

    public void Dispose() => Webhooks.Dispose();

    /// <summary>A resource of the version <c>v1</c>.</summary>
    public Resource Resource(GroupResource name) =>
        _registry?.Find(new(name.Group, "v1", name.Resource)) ?? throw new InvalidOperationException($"{name} is not served");

    /// <summary>Null when it is not served.</summary>
    public Resource? Find(GroupVersionResource resource) => _registry?.Find(resource);

    /// <summary>All that is served.</summary>
    public IEnumerable<Resource> AllResources => _registry?.Resources ?? [];

    /// <summary>The resource of a kind; null when it is not served.</summary>
    public ResourceInfo? ResourceOf(GroupVersionKind kind) => _registry?.Resources.FirstOrDefault(resource => resource.Info.Kind == kind)?.Info;

    /// <summary>An object as the cache has it; null when it has none.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="key"><c>namespace/name</c>, or the name alone.</param>
    public T? Find<T>(GroupResource resource, string key)
        where T : class => Resource(resource).Cache.Snapshot.Objects.Find(key)?.Value as T;

    /// <summary>The objects of a resource as they are now: another instance after each change.</summary>
    public CacheSnapshot Snapshot(GroupResource resource) => Resource(resource).Cache.Snapshot;

    /// <summary>The objects of a namespace; of all when it is empty.</summary>
    public IEnumerable<T> In<T>(GroupResource resource, string @namespace)
    {
        var objects = Resource(resource).Cache.Snapshot.Objects;
        if (objects.Count == 0) return [];
        return objects.Under(@namespace.Length == 0 ? "" : @namespace + "/").Select(static item => item.Value).OfType<T>();
    }
}

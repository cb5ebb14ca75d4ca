using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>
/// The webhooks of all configurations of a kind, the configurations by name, as the watch cache has them. Read anew when one changed; while
/// there are none, asking costs a comparison.
/// </summary>
internal sealed class HookList(ClusterView cluster, GroupResource configurations, Func<IObject, IEnumerable<AdmissionHook>> hooksOf)
{
    private Resource? _resource;

    // Replaced as a whole: two writers at once make the same.
    private Known? _known;

    public AdmissionHook[] Current
    {
        get
        {
            var objects = (_resource ??= cluster.Resource(configurations)).Cache.Snapshot.Objects;
            if (objects.Count == 0) return [];
            var known = Volatile.Read(ref _known);
            if (known is not null && ReferenceEquals(known.Objects, objects)) return known.Hooks;
            known = new(objects, [.. objects.Under("").SelectMany(stored => hooksOf(stored.Value))]);
            Volatile.Write(ref _known, known);
            return known.Hooks;
        }
    }

    private sealed record Known(SortedObjects Objects, AdmissionHook[] Hooks);
}

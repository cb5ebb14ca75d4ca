using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Jobs;

/// <summary>Pods whose finalizer was removed while the local copy shows it still. Upstream: <c>uidTrackingExpectations</c>.</summary>
public sealed class FinalizerRemovals
{
    private readonly ConcurrentDictionary<ObjectKey, HashSet<string>> _jobs = new();

    /// <summary>The uids of such pods. Those the copy shows without finalizer, or not at all, are forgotten.</summary>
    /// <remarks>Called and changed by the one pass that works on the job.</remarks>
    public IReadOnlySet<string> Of(ObjectKey job, IEnumerable<Pod> pods)
    {
        if (!_jobs.TryGetValue(job, out var uids)) return new HashSet<string>();
        uids.IntersectWith(pods.Where(pod => pod.IsTracked).Select(pod => pod.Metadata.Uid));
        if (uids.Count == 0) _jobs.TryRemove(job, out _);
        return uids;
    }

    public void Add(ObjectKey job, IEnumerable<string> uids) => _jobs.GetOrAdd(job, static _ => []).UnionWith(uids);

    public void Forget(ObjectKey job) => _jobs.TryRemove(job, out _);
}

using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Jobs;

/// <summary>Lets pods go that are tracked for a Job that is gone or finished: nobody else would. Upstream: <c>syncOrphanPod</c>.</summary>
public sealed class OrphanReconciler(ILister<Pod> pods, ILister<Job> jobs, JobPodWriter writer) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (pods.Find(key) is not { } pod || !IsOrphan(pod, jobs)) return Reconciled.Done;
        return await writer.ReleaseAsync(pod, cancel) is { } error ? Reconciled.Failed(error) : Reconciled.Done;
    }

    /// <summary>The pod is tracked, and no Job that works counts it.</summary>
    public static bool IsOrphan(Pod pod, ILister<Job> jobs)
    {
        if (!pod.IsTracked) return false;
        var @namespace = pod.Metadata.Namespace;
        if (pod.Metadata.Controller is { } controller)
        {
            if (controller.Kind != "Job") return false;
            var job = jobs.Find(new(@namespace, controller.Name));
            return job?.Metadata.Uid != controller.Uid || job.IsFinished;
        }

        return !jobs.List(@namespace).Any(
            job => job.Spec.Selector.TryToSelector(out var selector, out _) && selector.Matches(pod.Metadata.Labels));
    }
}

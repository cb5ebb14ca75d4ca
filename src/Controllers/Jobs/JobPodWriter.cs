using System.Collections.Concurrent;
using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Jobs;

/// <summary>Creates, deletes and releases a Job's pods.</summary>
public sealed class JobPodWriter(IClient client, PodControl control, Expectations expectations)
{
    /// <returns>How many pods there are more now.</returns>
    public async ValueTask<(int Created, ApiError? Error)> CreateAsync(JobView view, IReadOnlyList<int?> indexes, CancellationToken cancel)
    {
        var (job, key) = (view.Job, view.Job.Metadata.Key);
        expectations.ExpectCreations(key, indexes.Count);
        var (done, error) = await SlowStart.RunAsync(indexes.Count, async i =>
        {
            var replaced = indexes[i] is { } index ? view.LastFailedOfIndex.GetValueOrDefault(index) : null;
            var failed = await control.CreateAsync(JobPodTemplate.NewPod(job, indexes[i], replaced), job, cancel);
            return failed is not null && failed.HasCause(PodControl.NamespaceTerminatingCause) ? null : failed;
        });
        for (var i = done; i < indexes.Count; i++) expectations.Created(key);
        return (done, error);
    }

    /// <summary>Deletes pods that are not needed any more: they are not counted.</summary>
    public async ValueTask<(int Deleted, ApiError? Error)> DropAsync(Job job, IReadOnlyList<Pod> pods, CancellationToken cancel)
    {
        var key = job.Metadata.Key;
        expectations.ExpectDeletions(key, pods.Select(pod => pod.Metadata.Uid));
        return await DeleteEachAsync(pods, async pod =>
        {
            var error = pod.IsTracked ? await ReleaseAsync(pod, cancel) : null;
            error ??= await control.DeleteAsync(pod, job, cancel);
            if (error is not null) expectations.Deleted(key, pod.Metadata.Uid);
            return error;
        });
    }

    /// <summary>Deletes the pods of a Job that ends; they keep their finalizers until they are counted.</summary>
    public ValueTask<(int Deleted, ApiError? Error)> StopAsync(Job job, IReadOnlyList<Pod> pods, CancellationToken cancel) =>
        DeleteEachAsync(pods, pod => control.DeleteAsync(pod, job, cancel));

    /// <summary>Removes the finalizers.</summary>
    /// <returns>The uids of the pods that have none any more, and the first error.</returns>
    public async ValueTask<(IReadOnlyCollection<string> Released, ApiError? Error)> ReleaseAllAsync(IReadOnlyList<Pod> pods, CancellationToken cancel)
    {
        var released = new ConcurrentBag<string>();
        var error = await SlowStart.AllAsync(pods, async pod =>
        {
            var failed = await ReleaseAsync(pod, cancel);
            if (failed is null) released.Add(pod.Metadata.Uid);
            return failed;
        });
        return (released, error);
    }

    /// <returns>Null when the pod has no finalizer any more; one that is gone, or another of its name, has none.</returns>
    public async ValueTask<ApiError?> ReleaseAsync(Pod pod, CancellationToken cancel)
    {
        var json = $$$"""{"metadata":{"uid":"{{{pod.Metadata.Uid}}}","$deleteFromPrimitiveList/finalizers":["{{{JobPods.TrackingFinalizer}}}"]}}""";
        var patched = await client.PatchAsync<Pod>(pod.Metadata.Key, ObjectPatch.StrategicMerge(json), "", cancel);
        return patched.Error is { IsNotFound: false, IsInvalid: false } error ? error : null;
    }

    private static async ValueTask<(int Deleted, ApiError? Error)> DeleteEachAsync(IReadOnlyList<Pod> pods, Func<Pod, ValueTask<ApiError?>> delete)
    {
        var failures = 0;
        var error = await SlowStart.AllAsync(pods, async pod =>
        {
            var failed = await delete(pod);
            if (failed is null or { IsNotFound: true }) return null;
            Interlocked.Increment(ref failures);
            return failed;
        });
        return (pods.Count - failures, error);
    }
}

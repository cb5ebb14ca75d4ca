using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Pods;

/// <summary>Creates and deletes the pods of an owner that are all alike, with what is expected of it kept in step. Upstream: <c>manageReplicas</c>.</summary>
/// <param name="control">Creates and deletes one.</param>
/// <param name="expectations">By the owner's key.</param>
public sealed class ReplicaKeeper(PodControl control, Expectations expectations)
{
    /// <returns>The first error; null when all went well.</returns>
    public async ValueTask<ApiError?> CreateAsync(IObject owner, PodTemplateSpec template, int count, CancellationToken cancel)
    {
        var key = owner.Metadata.Key;
        var pod = PodTemplates.NewPod(template, owner);
        expectations.ExpectCreations(key, count);
        var (done, error) = await SlowStart.RunAsync(count, async _ =>
        {
            var failed = await control.CreateAsync(pod, owner, cancel);
            // In a namespace that is being deleted it stays expected: the owner is about to go.
            return failed is not null && failed.HasCause(PodControl.NamespaceTerminatingCause) ? null : failed;
        });
        for (var i = done; i < count; i++) expectations.Created(key);
        return error;
    }

    /// <returns>The first error but for pods that were gone already; null when all went well.</returns>
    public async ValueTask<ApiError?> DeleteAsync(IObject owner, IReadOnlyList<Pod> pods, CancellationToken cancel)
    {
        var key = owner.Metadata.Key;
        expectations.ExpectDeletions(key, pods.Select(pod => pod.Metadata.Uid));
        return await SlowStart.AllAsync(pods, async pod =>
        {
            var error = await control.DeleteAsync(pod, owner, cancel);
            if (error is not null) expectations.Deleted(key, pod.Metadata.Uid);
            return error is { IsNotFound: true } ? null : error;
        });
    }
}

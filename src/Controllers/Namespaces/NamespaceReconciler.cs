using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Namespaces;

/// <summary>One step of a namespace's end: mark it, delete what is in it, say what remains, take our finalizer off.</summary>
/// <remarks>Upstream: namespace/deletion, namespacedResourcesDeleter.Delete.</remarks>
public sealed class NamespaceReconciler(IClient client, ILister<Namespace> namespaces, NamespaceContent content, ControllerContext context) : IReconciler
{
    private static readonly GroupVersionResource s_resource = new("", "v1", "namespaces");
    private readonly ILogger _log = context.Loggers.CreateLogger<NamespaceReconciler>();

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (namespaces.Find(key)?.Metadata.DeletionTimestamp is not { } deletedAt) return Reconciled.Done;
        var wait = deletedAt.ToDateTimeOffset() + context.Options.NamespaceDeletionDelay - context.Time.GetUtcNow();
        if (wait > TimeSpan.Zero) return Reconciled.After(wait);

        var read = await client.GetAsync<Namespace>(key, cancel);
        if (!read.TryGet(out var owner, out var error)) return Settled(error);
        if (owner.Metadata.DeletionTimestamp is null) return Reconciled.Done;
        var marked = await MarkAsync(owner, cancel);
        if (!marked.TryGet(out owner, out error)) return Settled(error);
        if (owner.Metadata.DeletionTimestamp is null || owner.Spec.Finalizers.IsEmpty) return Reconciled.Done;

        var report = await content.DeleteAsync(owner, cancel);
        owner = await ShowAsync(owner, report, cancel);
        if (report.Failures.Count > 0) return Reconciled.Failed(ApiError.InternalError(string.Join(", ", report.Failures)));
        if (report.EstimateSeconds > 0) return Reconciled.After(TimeSpan.FromSeconds((report.EstimateSeconds / 2) + 1));
        var finalized = await FinalizeAsync(owner, cancel);
        return finalized.TryGet(out _, out error) ? Reconciled.Done : Settled(error);
    }

    private static Reconciled Settled(ApiError error) => error.IsNotFound ? Reconciled.Done : Reconciled.Failed(error);

    private ValueTask<ApiResult<Namespace>> MarkAsync(Namespace owner, CancellationToken cancel) => RetryAsync(
        owner,
        latest => latest.Metadata.DeletionTimestamp is null || latest.Status.Phase == NamespacePhase.Terminating
            ? new(latest)
            : client.UpdateStatusAsync(latest with { Status = latest.Status with { Phase = NamespacePhase.Terminating } }, cancel),
        cancel);

    private async ValueTask<Namespace> ShowAsync(Namespace owner, ContentReport report, CancellationToken cancel)
    {
        var conditions = NamespacePlan.Conditions(owner.Status.Conditions, report, context.Time.GetUtcNow());
        if (conditions == owner.Status.Conditions) return owner;
        var shown = await client.UpdateStatusAsync(owner with { Status = owner.Status with { Conditions = conditions } }, cancel);
        if (shown.TryGet(out var latest, out var error)) return latest;
        NamespaceLog.StatusNotWritten(_log, owner.Metadata.Name, error.Message);
        return owner;
    }

    private ValueTask<ApiResult<Namespace>> FinalizeAsync(Namespace owner, CancellationToken cancel) => RetryAsync(
        owner,
        async latest =>
        {
            var call = new ApiCall(ApiVerb.Update, s_resource)
            {
                Name = latest.Metadata.Name,
                Subresource = "finalize",
                Body = NamespacePlan.Finalized(latest),
            };
            var sent = await client.SendAsync(call, cancel);
            return sent.TryGet(out var done, out var error) ? (Namespace)done : error;
        },
        cancel);

    /// <summary>Writes again on what there is then when another changed it meanwhile; not when it became another namespace of that name.</summary>
    private async ValueTask<ApiResult<Namespace>> RetryAsync(
        Namespace latest, Func<Namespace, ValueTask<ApiResult<Namespace>>> write, CancellationToken cancel)
    {
        while (true)
        {
            var written = await write(latest);
            if (written.Error is not { IsConflict: true }) return written;
            var read = await client.GetAsync<Namespace>(new(latest.Metadata.Name), cancel);
            if (!read.TryGet(out var next, out _)) return read;
            if (next.Metadata.Uid != latest.Metadata.Uid) return ApiError.InternalError("namespace uid has changed across retries");
            latest = next;
        }
    }
}

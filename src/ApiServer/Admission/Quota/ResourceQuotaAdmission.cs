using System.Collections.Concurrent;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>
/// No namespace holds more than its quotas allow, whoever writes at once. Upstream: <c>apiserver/pkg/admission/plugin/resourcequota</c>.
/// </summary>
internal sealed class ResourceQuotaAdmission(ClusterView cluster) : IAdmissionPlugin
{
    private readonly ConcurrentDictionary<GroupResource, QuotaEvaluator> _evaluators = new();

    // One of each namespace that had a quota when something was written to it.
    private readonly ConcurrentDictionary<string, QuotaLine> _lines = new(StringComparer.Ordinal);

    public string Name => "ResourceQuota";

    public bool Handles(ResourceInfo resource) => resource.IsNamespaced && !QuotaEvaluators.IsIgnored(resource.GroupResource);

    public ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Operation == AdmissionOperation.Connect || (attributes.Request.IsDryRun && value is null)) return default;
        if (value is Api.Core.V1.ResourceQuota quota && attributes.Subresource.Length == 0
            && quota.Spec != (old as Api.Core.V1.ResourceQuota)?.Spec && !attributes.Request.IsDryRun)
            attributes.OnSettled(isStored => isStored ? new(CountAsync(attributes.Namespace)) : default);
        var quotas = cluster.Resource(Resources.ResourceQuotas);
        var objects = quotas.Cache.Snapshot.Objects;
        if (objects.Count == 0 || !objects.Under(attributes.Namespace + "/").Any()) return default;
        var evaluator = _evaluators.GetOrAdd(attributes.Resource.GroupResource, QuotaEvaluators.Of);
        if (old is not null && !attributes.Request.IsDryRun) GiveBackLater(evaluator, attributes, value, old);
        return value is not null && evaluator.Handles(attributes, value, old) ? ChargeAsync(evaluator, attributes, value, old) : default;
    }

    /// <summary>Counts the quotas of a namespace anew.</summary>
    public Task CountAsync(string @namespace) => LineOf(@namespace).RunAsync(new(null, []) { IsCount = true });

    /// <summary>Counts all quotas every now and then: what a crash has left charged, and what ended by itself. Upstream: the controller's resync.</summary>
    public async Task RecountAsync(TimeSpan period, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(period, cluster.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                var quotas = cluster.In<Api.Core.V1.ResourceQuota>(Resources.ResourceQuotas, "");
                foreach (var space in quotas.Select(static one => one.Metadata.Namespace).Distinct().ToList()) await CountAsync(space);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async ValueTask<ApiError?> ChargeAsync(QuotaEvaluator evaluator, AdmissionAttributes attributes, IObject value, IObject? old)
    {
        var now = cluster.Time.GetUtcNow();
        if (attributes.Request.IsDryRun)
        {
            foreach (var quota in cluster.In<Api.Core.V1.ResourceQuota>(Resources.ResourceQuotas, attributes.Namespace))
                if (QuotaPlan.Check(quota, evaluator, attributes, value, old, now).Error is { } refused) return refused;
            return null;
        }

        var job = new QuotaJob(quota => QuotaPlan.Check(quota, evaluator, attributes, value, old, now), []);
        var line = LineOf(attributes.Namespace);
        await line.RunAsync(job);
        if (job.Error is null && job.Charged.Count > 0) attributes.OnSettled(isStored => line.SettleAsync(job, isStored));
        return job.Error;
    }

    /// <summary>What an object no longer takes is given back once it is gone or changed: what was deleted, a pod that ended.</summary>
    private void GiveBackLater(QuotaEvaluator evaluator, AdmissionAttributes attributes, IObject? value, IObject old)
    {
        var now = cluster.Time.GetUtcNow();
        var before = evaluator.Usage(old, now);
        var isGone = value is null || ObjectDeleter.EndsWithUpdate(value, old);
        var less = isGone ? before : Limits.Amounts.SubtractToZero(before, evaluator.Usage(value!, now));
        less = less.Where(static one => !one.Value.IsZero).ToMapOf();
        if (less.IsEmpty) return;
        var covering = cluster.In<Api.Core.V1.ResourceQuota>(Resources.ResourceQuotas, attributes.Namespace)
            .Where(quota => evaluator.Covers(quota, quota.Status.Hard, old)).ToList();
        if (covering.Count == 0) return;
        attributes.OnSettled(isDone =>
        {
            if (!isDone) return default;
            var at = cluster.Resource(Resources.ResourceQuotas).Feed.Applied;
            var charges = covering.Select(quota => new QuotaCharge(
                quota.Metadata.Name, Limits.Amounts.Only(less, quota.Status.Hard.ContainsKey), at)).ToList();
            return new(LineOf(attributes.Namespace).RunAsync(new(null, charges)));
        });
    }

    private QuotaLine LineOf(string @namespace) => _lines.GetOrAdd(@namespace, name => new(new(
        cluster.Resource(Resources.ResourceQuotas), name, quota => QuotaCounter.Count(quota, cluster.AllResources, cluster.Time.GetUtcNow()))));
}

using System.Collections.Concurrent;
using Kybernet.ApiServer.Registry;
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
        if (value is null || attributes.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update)) return default;
        var quotas = cluster.Resource(Resources.ResourceQuotas);
        var objects = quotas.Cache.Snapshot.Objects;
        if (objects.Count == 0 || !objects.Under(attributes.Namespace + "/").Any()) return default;
        var evaluator = _evaluators.GetOrAdd(attributes.Resource.GroupResource, QuotaEvaluators.Of);
        return evaluator.Handles(attributes, value, old) ? ChargeAsync(quotas, evaluator, attributes, value, old) : default;
    }

    private async ValueTask<ApiError?> ChargeAsync(
        Resource quotas, QuotaEvaluator evaluator, AdmissionAttributes attributes, IObject value, IObject? old)
    {
        var now = cluster.Time.GetUtcNow();
        if (attributes.Request.IsDryRun)
        {
            foreach (var quota in cluster.In<Api.Core.V1.ResourceQuota>(Resources.ResourceQuotas, attributes.Namespace))
                if (QuotaPlan.Check(quota, evaluator, attributes, value, old, now).Error is { } refused) return refused;
            return null;
        }

        var job = new QuotaJob(quota => QuotaPlan.Check(quota, evaluator, attributes, value, old, now), []);
        var line = _lines.GetOrAdd(attributes.Namespace, static (name, quotas) => new(new(quotas, name)), quotas);
        await line.RunAsync(job);
        if (job.Error is null && job.Charged.Count > 0)
            attributes.OnSettled(isStored => isStored ? default : new(line.RunAsync(new(null, job.Charged))));
        return job.Error;
    }
}

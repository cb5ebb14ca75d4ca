using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>The quotas of one namespace and what is charged to them, compared and swapped in the store. One batch at a time.</summary>
/// <remarks>
/// A share is charged before the object is stored, so no two writes get the same one, on however many servers. What is not stored gives its
/// share back; unless somebody else, who counts the objects there are, has written the quota in between.
/// </remarks>
/// <param name="quotas">The resource.</param>
/// <param name="namespace">The namespace.</param>
/// <param name="count">Counts what a quota's objects take.</param>
internal sealed class QuotaLedger(Resource quotas, string @namespace, Func<ResourceQuota, MapOf<Quantity>> count)
{
    private const int MaxAttempts = 10;

    // By a quota's name: the last state written here, and the last revision somebody else wrote.
    private readonly Dictionary<string, StoredObject> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _foreign = new(StringComparer.Ordinal);

    // What is charged for objects that are not stored yet; a count sees none of them. Guards itself: it is also changed outside of a batch.
    private readonly List<QuotaJob> _outstanding = [];

    /// <summary>The job's object is stored, or will not be.</summary>
    public void Release(QuotaJob job)
    {
        lock (_outstanding) _outstanding.Remove(job);
    }

    public async Task SettleAsync(List<QuotaJob> jobs)
    {
        try
        {
            if (jobs.Exists(static job => job.IsCount)) await CatchUpAsync();
            var current = Newest();
            var isSettled = false;
            for (var attempt = 0; attempt < MaxAttempts && !isSettled; attempt++) isSettled = await TryAsync(jobs, current, isFirst: attempt == 0);
            if (!isSettled)
                foreach (var job in jobs) job.Error ??= ApiError.Conflict(quotas.Info.GroupResource, @namespace, ApiError.OptimisticLockMessage);
            lock (_outstanding) _outstanding.AddRange(jobs.Where(static job => job.Error is null && job.Charged.Count > 0));
            await ReturnAsync([.. jobs.Where(static job => job.Error is not null && job.Charged.Count > 0)], current);
        }
        catch (IOException failure)
        {
            foreach (var job in jobs) job.Error ??= ApiError.InternalError(failure.Message);
        }
    }

    /// <summary>One round: what all jobs take is reckoned, then each quota is written. False when one was changed by somebody else.</summary>
    private async Task<bool> TryAsync(List<QuotaJob> jobs, SortedDictionary<string, StoredObject> current, bool isFirst)
    {
        var running = current.ToDictionary(static one => one.Key, static one => (ResourceQuota)one.Value.Value, StringComparer.Ordinal);
        var taken = new List<(QuotaJob Job, string Quota, MapOf<Quantity> Amounts)>();
        foreach (var job in jobs)
        {
            if (isFirst) foreach (var charge in job.Returned) TakeBack(running, charge);
            if (job.IsCount) foreach (var name in running.Keys.ToList()) running[name] = Counted(running[name]);
            if (job.Error is null) Take(job, running, taken);
        }

        var isSettled = true;
        foreach (var (name, quota) in running)
        {
            var before = current[name];
            if (ReferenceEquals(quota, before.Value)) continue;
            var write = await ObjectUpdater.WriteAsync(quotas, quota, before, CancellationToken.None);
            if (!write.TryGet(out var stored, out var error)) throw new IOException(error.Message);
            if (stored is null)
            {
                isSettled = false;
                await RereadAsync(name, current);
                continue;
            }

            _written[name] = current[name] = stored;
            foreach (var one in taken)
                if (one.Quota == name) one.Job.Charged.Add(new(name, one.Amounts, stored.Revision));
        }

        return isSettled;
    }

    /// <summary>What was stored before this moment is in the caches afterwards.</summary>
    private async Task CatchUpAsync()
    {
        var status = await quotas.Store.GetStatusAsync(CancellationToken.None);
        if (!status.TryGet(out var now, out var error)) throw new IOException(error.Message);
        await quotas.Feed.WaitForAsync(now.Revision.Value, CancellationToken.None);
    }

    private ResourceQuota Counted(ResourceQuota quota)
    {
        var used = count(quota);
        lock (_outstanding)
        {
            foreach (var job in _outstanding)
                foreach (var charge in job.Charged)
                    if (charge.Quota == quota.Metadata.Name) used = Amounts.Add(used, charge.Amounts);
        }

        return quota.Status.Hard == quota.Spec.Hard && quota.Status.Used == used
            ? quota
            : quota with { Status = new() { Hard = quota.Spec.Hard, Used = used } };
    }

    /// <summary>All quotas allow it, or none is charged.</summary>
    private static void Take(QuotaJob job, Dictionary<string, ResourceQuota> running, List<(QuotaJob, string, MapOf<Quantity>)> taken)
    {
        var wanted = new List<(string Quota, MapOf<Quantity> Amounts)>();
        foreach (var (name, quota) in running)
        {
            if (job.IsCharged(name)) continue;
            var checkedQuota = job.Check(quota);
            if (!checkedQuota.TryGet(out var amounts, out var error))
            {
                job.Error = error;
                return;
            }

            if (!amounts.IsEmpty) wanted.Add((name, amounts));
        }

        foreach (var (name, amounts) in wanted)
        {
            running[name] = WithUsed(running[name], Amounts.Add(running[name].Status.Used, amounts));
            taken.Add((job, name, amounts));
        }
    }

    private void TakeBack(Dictionary<string, ResourceQuota> running, QuotaCharge charge)
    {
        if (!running.TryGetValue(charge.Quota, out var quota) || _foreign.GetValueOrDefault(charge.Quota) > charge.Revision) return;
        running[charge.Quota] = WithUsed(quota, Amounts.SubtractToZero(quota.Status.Used, charge.Amounts));
    }

    private static ResourceQuota WithUsed(ResourceQuota quota, MapOf<Quantity> used) => quota with { Status = quota.Status with { Used = used } };

    /// <summary>A job that was refused by one quota after another had been charged.</summary>
    private async Task ReturnAsync(List<QuotaJob> refused, SortedDictionary<string, StoredObject> current)
    {
        if (refused.Count == 0) return;
        await TryAsync([.. refused.Select(static job => new QuotaJob(null, job.Charged))], current, isFirst: true);
    }

    /// <summary>The quotas as the cache has them or as they were written here, whichever is newer.</summary>
    private SortedDictionary<string, StoredObject> Newest()
    {
        var newest = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        foreach (var item in quotas.Cache.Snapshot.Objects.Under(@namespace + "/"))
        {
            var name = item.Value.Metadata.Name;
            var known = _written.GetValueOrDefault(name);
            if (known is not null && known.Revision < item.Revision) _foreign[name] = item.Revision;
            newest[name] = known is not null && known.Revision > item.Revision ? known : item;
        }

        foreach (var name in _written.Keys.Where(name => !newest.ContainsKey(name)).ToList())
        {
            _written.Remove(name);
            _foreign.Remove(name);
        }

        return newest;
    }

    private async Task RereadAsync(string name, SortedDictionary<string, StoredObject> current)
    {
        var read = await ObjectReader.ReadAsync(quotas, quotas.KeyOf(@namespace, name), CancellationToken.None);
        if (!read.TryGet(out var stored, out var error)) throw new IOException(error.Message);
        current.Remove(name);
        if (stored is null) return;
        current[name] = stored;
        _foreign[name] = stored.Revision;
    }
}

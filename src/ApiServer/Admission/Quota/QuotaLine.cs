namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>
/// The writes of one namespace stand in line for its quotas. Whoever comes first leads: it settles all that wait with one write a quota, then
/// the next one leads. So a quota is written once for many pods, and nobody overtakes. Upstream: the work queue of <c>quotaEvaluator</c>.
/// </summary>
internal sealed class QuotaLine(QuotaLedger ledger)
{
    // Guards the two below, nothing is awaited under it.
    private readonly Lock _gate = new();
    private List<QuotaJob> _waiting = [];
    private bool _isLed;

    public async Task RunAsync(QuotaJob job)
    {
        if (!Join(job) && !await job.Turn.Task) return;
        try
        {
            await ledger.SettleAsync(job.Batch);
        }
        finally
        {
            foreach (var other in job.Batch)
                if (!ReferenceEquals(other, job)) other.Turn.TrySetResult(false);
            HandOver();
        }
    }

    /// <summary>A write that was charged is over; what it was charged for nothing is given back.</summary>
    public ValueTask SettleAsync(QuotaJob job, bool isStored)
    {
        ledger.Release(job);
        return isStored ? default : new(RunAsync(new(null, job.Charged)));
    }

    /// <summary>True when nobody leads: the job then leads itself.</summary>
    private bool Join(QuotaJob job)
    {
        lock (_gate)
        {
            if (_isLed)
            {
                _waiting.Add(job);
                return false;
            }

            _isLed = true;
            job.Batch = [job];
            return true;
        }
    }

    private void HandOver()
    {
        QuotaJob next;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isLed = false;
                return;
            }

            next = _waiting[0];
            next.Batch = _waiting;
            _waiting = [];
        }

        next.Turn.SetResult(true);
    }
}

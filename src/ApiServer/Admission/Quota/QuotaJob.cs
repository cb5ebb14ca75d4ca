using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>A write that waits for its share, or one that gives its share back.</summary>
/// <param name="check">What it takes of a quota; null when it gives back.</param>
/// <param name="returned">What it gives back.</param>
internal sealed class QuotaJob(Func<ResourceQuota, Outcome<MapOf<Quantity>>>? check, IReadOnlyList<QuotaCharge> returned)
{
    /// <summary>What it was charged, quota by quota.</summary>
    public List<QuotaCharge> Charged { get; } = [];

    /// <summary>What it gives back.</summary>
    public IReadOnlyList<QuotaCharge> Returned => returned;

    /// <summary>Counts the namespace's quotas anew.</summary>
    public bool IsCount { get; init; }

    /// <summary>Why it is refused; null while it is not.</summary>
    public ApiError? Error { get; set; }

    /// <summary>Completes with true when it is this job's turn to lead, with false when somebody else has done it.</summary>
    public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it is to lead.</summary>
    public List<QuotaJob> Batch { get; set; } = [];

    public Outcome<MapOf<Quantity>> Check(ResourceQuota quota) => check is null ? default(MapOf<Quantity>) : check(quota);

    public bool IsCharged(string quota) => Charged.Exists(charge => charge.Quota == quota);
}

/// <summary>What a quota was charged for one write.</summary>
/// <param name="Quota">The quota's name.</param>
/// <param name="Amounts">What was added.</param>
/// <param name="Revision">The quota's revision with it.</param>
internal sealed record QuotaCharge(string Quota, MapOf<Quantity> Amounts, long Revision);

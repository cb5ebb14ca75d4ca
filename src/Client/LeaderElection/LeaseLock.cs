using Kybernet.Api.Coordination.V1;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.LeaderElection;

/// <summary>The Lease of an election, as one candidate sees it. Upstream: resourcelock/leaselock.go, LeaderElector.tryAcquireOrRenew.</summary>
internal sealed class LeaseLock(IClient client, LeaderElectionOptions options, TimeProvider time, ILogger log)
{
    private Lease? _lease;
    private long _observedAt;

    /// <summary>As last seen; null before.</summary>
    public Lease? Lease => Volatile.Read(ref _lease);

    /// <summary>Who holds it; empty when nobody.</summary>
    public string Holder => Lease?.Spec.HolderIdentity ?? "";

    public async ValueTask<bool> TryAcquireOrRenewAsync(CancellationToken cancel)
    {
        // The leader renews what it wrote last, without a look before.
        if (Lease is { } own && Holder == options.Identity && IsValid)
        {
            if (await WriteAsync(own with { Spec = Renewed(own.Spec) }, cancel)) return true;
        }

        var read = await client.GetAsync<Lease>(new(options.Namespace, options.Name), cancel);
        if (!read.TryGet(out var lease, out var error)) return error.IsNotFound ? await CreateAsync(cancel) : Refuse(error);
        if (Lease?.Spec != lease.Spec) Observe(lease);
        else Volatile.Write(ref _lease, lease);
        var isOurs = Holder == options.Identity;
        if (Holder.Length > 0 && IsValid && !isOurs) return false;
        var spec = isOurs ? Renewed(lease.Spec) : Taken((lease.Spec.LeaseTransitions ?? 0) + 1);
        return await WriteAsync(lease with { Spec = spec }, cancel);
    }

    /// <summary>Lets the next candidate have it at once.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancel)
    {
        var read = await client.GetAsync<Lease>(new(options.Namespace, options.Name), cancel);
        if (!read.TryGet(out var lease, out _) || lease.Spec.HolderIdentity != options.Identity) return;
        await WriteAsync(lease with { Spec = Taken(lease.Spec.LeaseTransitions ?? 0) with { HolderIdentity = "", LeaseDurationSeconds = 1 } }, cancel);
    }

    private bool IsValid => time.GetElapsedTime(_observedAt) < TimeSpan.FromSeconds(Lease?.Spec.LeaseDurationSeconds ?? 0);

    private LeaseSpec Taken(int transitions)
    {
        var now = MicroTime.From(time.GetUtcNow());
        return new()
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = now,
            RenewTime = now,
            LeaseTransitions = transitions,
        };
    }

    private LeaseSpec Renewed(LeaseSpec spec) => Taken(spec.LeaseTransitions ?? 0) with { AcquireTime = spec.AcquireTime };

    private async ValueTask<bool> CreateAsync(CancellationToken cancel)
    {
        var lease = new Lease { Metadata = new() { Namespace = options.Namespace, Name = options.Name }, Spec = Taken(0) };
        var created = await client.CreateAsync(lease, cancel);
        if (!created.TryGet(out var stored, out var error)) return Refuse(error);
        Observe(stored);
        return true;
    }

    private async ValueTask<bool> WriteAsync(Lease lease, CancellationToken cancel)
    {
        var updated = await client.UpdateAsync(lease, cancel);
        if (!updated.TryGet(out var stored, out var error)) return Refuse(error);
        Observe(stored);
        return true;
    }

    private void Observe(Lease lease)
    {
        _observedAt = time.GetTimestamp();
        Volatile.Write(ref _lease, lease);
    }

    private bool Refuse(ApiError error)
    {
        // Another candidate was faster: nothing to speak of.
        if (!error.IsConflict && !error.IsAlreadyExists) ElectionLog.Failed(log, options.Name, error.Message);
        return false;
    }
}

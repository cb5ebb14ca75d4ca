namespace Kybernet.Client.LeaderElection;

/// <summary>An election. The times are upstream's: leaderelection.LeaderElectionConfig.</summary>
public sealed record LeaderElectionOptions
{
    public string Namespace { get; init; } = "kube-system";

    /// <summary>Of the Lease: <c>kube-scheduler</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Of this candidate; no other has the same.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after the last renewal they saw before they take over.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Give the lease up on stopping, so that the next leader need not wait. What is led has ended by then.</summary>
    public bool ReleasesOnStop { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Validate()
    {
        if (Name.Length == 0) return "the election has no name";
        if (Identity.Length == 0) return "Lock identity is empty";
        if (LeaseDuration <= RenewDeadline) return "leaseDuration must be greater than renewDeadline";
        if (RenewDeadline <= RetryPeriod * LeaderElector.JitterFactor) return "renewDeadline must be greater than retryPeriod*JitterFactor";
        return RetryPeriod <= TimeSpan.Zero ? "retryPeriod must be greater than zero" : null;
    }
}

namespace Kybernet.Base.Pki;

/// <summary>How long leaf certificates live, and how often their files are looked at. Defaults are kubeadm's and kube-apiserver's.</summary>
public sealed record RenewalOptions
{
    public static RenewalOptions Default { get; } = new();

    /// <summary>Of a new certificate. It is renewed when a third of this is left, or up to a sixth of that earlier.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long it takes at most until a changed file is used (upstream: <c>dynamiccertificates.FileRefreshDuration</c>).</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Of certificates that live this long. Short-lived ones are looked at more often: ten times in the third that is left.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public static RenewalOptions For(TimeSpan life) => life > TimeSpan.Zero
        ? new() { Life = life, PollInterval = TimeSpan.FromTicks(Math.Min(Default.PollInterval.Ticks, life.Ticks / 30)) }
        : throw new ArgumentException("certificates must be valid for some time");
}

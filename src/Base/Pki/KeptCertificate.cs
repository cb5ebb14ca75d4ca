namespace Kybernet.Base.Pki;

/// <summary>
/// A leaf certificate in its files, renewed before it expires and read anew when the files change. Whoever uses it asks at each
/// connection. One that another authority signed is somebody else's to renew.
/// </summary>
public sealed class KeptCertificate
{
    private const double LeftAtRenewal = 1.0 / 3;
    private const double MaxJitter = 1.0 / 6;

    private readonly CertificateFiles _files;
    private readonly RenewalOptions _options;
    private readonly TimeProvider _time;
    private readonly double _jitter;
    private HeldCertificate _held;

    private KeptCertificate(
        CertificateProfile profile, CertificateFiles files, RenewalOptions options, TimeProvider time, double jitter, HeldCertificate held) =>
        (Profile, _files, _options, _time, _jitter, _held) = (profile, files, options, time, jitter, held);

    public CertificateProfile Profile { get; }

    /// <summary>The one to use now.</summary>
    public HeldCertificate Current => Volatile.Read(ref _held);

    /// <summary>When it is renewed.</summary>
    public DateTimeOffset RenewsAt
    {
        get
        {
            var held = Current;
            // What is signed with a date in the past, for clocks that are behind, has no longer a life for it.
            var life = TimeSpan.FromTicks(Math.Min(_options.Life.Ticks, (held.NotAfter - held.NotBefore).Ticks));
            return held.NotAfter - life * (LeftAtRenewal * (1 + MaxJitter * _jitter));
        }
    }

    /// <summary>The certificate of the files; a new one where there is none, or it is for other names.</summary>
    /// <param name="profile">What it has to say.</param>
    /// <param name="directory">Where its files are.</param>
    /// <param name="authority">Signs it.</param>
    /// <param name="options">How long it lives.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Keeps certificates of one age from being renewed at one instant.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static KeptCertificate Open(
        CertificateProfile profile, string directory, CertificateAuthority authority, RenewalOptions options, TimeProvider time, Random random)
    {
        var files = new CertificateFiles(directory, profile.Name);
        var held = files.Read();
        if (held is null || (authority.HasIssued(held.Certificate) && !profile.IsCoveredBy(CertificateProfile.Of(profile.Name, held.Certificate))))
            held = Issue(profile, files, authority, options);
        var kept = new KeptCertificate(profile, files, options, time, random.NextDouble(), held);
        kept.Check(authority);
        return kept;
    }

    /// <summary>Takes what the files say if they have changed, then renews if it is time.</summary>
    /// <exception cref="IOException">The files cannot be written; the certificate there is stays.</exception>
    public CertificateChange Check(CertificateAuthority authority)
    {
        var change = CertificateChange.None;
        if (_files.Read() is { } found && found.Issued != Current.Issued)
        {
            Volatile.Write(ref _held, found);
            change = CertificateChange.Reloaded;
        }

        if (_time.GetUtcNow() < RenewsAt) return change;
        if (!authority.HasIssued(Current.Certificate)) return CertificateChange.Foreign;
        Volatile.Write(ref _held, Issue(Profile, _files, authority, _options));
        return CertificateChange.Renewed;
    }

    private static HeldCertificate Issue(CertificateProfile profile, CertificateFiles files, CertificateAuthority authority, RenewalOptions options)
    {
        var issued = authority.Issue(profile, options.Life);
        files.Write(issued);
        return HeldCertificate.Of(issued);
    }
}

/// <summary>What a look at a certificate's files led to.</summary>
public enum CertificateChange
{
    None,

    /// <summary>The files had another certificate.</summary>
    Reloaded,

    Renewed,

    /// <summary>It should be renewed, but not by us.</summary>
    Foreign,
}

using System.Net;
using Kybernet.Base.Pki;

namespace Kybernet.Base.Tests.Pki;

public sealed class KeptCertificateTests : IDisposable
{
    private static readonly CertificateProfile s_serving = new("apiserver", "kube-apiserver") { DnsNames = ["localhost"], Addresses = [IPAddress.Loopback] };
    private static readonly RenewalOptions s_options = new() { Life = TimeSpan.FromSeconds(30), PollInterval = TimeSpan.FromSeconds(1) };

    private readonly string _folder = Directory.CreateTempSubdirectory("kybernet-pki-").FullName;
    private readonly SetTime _time = new();

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_EverySecondOfTenMinutes_IsAlwaysValidAndRenewedAtTwoThirds()
    {
        var authority = KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority;
        var kept = Open(authority);
        var renewed = 0;
        for (var second = 0; second < 600; second++)
        {
            _time.Advance(s_options.PollInterval);
            if (kept.Check(authority) == CertificateChange.Renewed) renewed++;
            var left = kept.Current.NotAfter - _time.GetUtcNow();
            Assert.InRange(left, s_options.Life / 3 - s_options.PollInterval, s_options.Life);
        }

        // A life of 30 seconds ends after 18 to 20.
        Assert.InRange(renewed, 600 / 21, 600 / 17);
        Assert.Equal(kept.Current.Issued, new CertificateFiles(_folder, "apiserver").Read()!.Issued);
    }

    [Fact]
    public void Check_FilesHaveAnotherCertificate_ItIsUsed()
    {
        var authority = KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority;
        var kept = Open(authority);
        var other = authority.Issue(s_serving, s_options.Life);
        new CertificateFiles(_folder, "apiserver").Write(other);
        Assert.Equal(CertificateChange.Reloaded, kept.Check(authority));
        Assert.Equal(other, kept.Current.Issued);
        Assert.Equal(CertificateChange.None, kept.Check(authority));
    }

    [Fact]
    public void Check_HalfWrittenOrGone_TheOneThereWasStays()
    {
        var authority = KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority;
        var kept = Open(authority);
        var before = kept.Current;
        File.WriteAllText(Path("apiserver.key"), authority.Issue(s_serving, s_options.Life).KeyPem);
        Assert.Equal(CertificateChange.None, kept.Check(authority));
        File.Delete(Path("apiserver.crt"));
        Assert.Equal(CertificateChange.None, kept.Check(authority));
        Assert.Same(before, kept.Current);
    }

    [Fact]
    public void Check_AnotherAuthoritysCertificateExpires_IsLeftToItsOwner()
    {
        var authority = KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority;
        var foreign = CertificateAuthority.Create("elsewhere", TimeSpan.FromDays(1), _time).Issue(s_serving, s_options.Life);
        new CertificateFiles(_folder, "apiserver").Write(foreign);
        var kept = Open(authority);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CertificateChange.Foreign, kept.Check(authority));
        Assert.Equal(foreign, kept.Current.Issued);
    }

    [Fact]
    public void Open_ForAnAddressTheCertificateLacks_MakesAnother()
    {
        var authority = KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority;
        var before = Open(authority).Current.Issued;
        Assert.Equal(before, Open(authority).Current.Issued);
        var wider = s_serving with { Addresses = [IPAddress.Loopback, IPAddress.Parse("10.0.0.1")] };
        var kept = KeptCertificate.Open(wider, _folder, authority, s_options, _time, new Random(1));
        Assert.NotEqual(before, kept.Current.Issued);
        Assert.Contains(IPAddress.Parse("10.0.0.1"), CertificateProfile.Of("apiserver", kept.Current.Certificate).Addresses);
    }

    [Fact]
    public void Open_Files_OnlyTheirOwnerMayRead()
    {
        if (OperatingSystem.IsWindows()) return;
        Open(KeptAuthority.Open(_folder, "ca", "test-ca", _time).Authority);
        foreach (var file in Directory.EnumerateFiles(_folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(4, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Authority_KeyIsGone_NothingIsMadeAnew()
    {
        KeptAuthority.Open(_folder, "ca", "test-ca", _time);
        File.Delete(Path("ca.key"));
        Assert.Throws<IOException>(() => KeptAuthority.Open(_folder, "ca", "test-ca", _time));
    }

    [Fact]
    public void Authority_FileHasTwo_FirstSignsBothAreTrusted()
    {
        var kept = KeptAuthority.Open(_folder, "ca", "test-ca", _time);
        var (old, next) = (kept.BundlePem, CertificateAuthority.Create("next", TimeSpan.FromDays(1), _time));
        new CertificateFiles(_folder, "ca").Write(new($"{next.CertificatePem}\n{old}", next.KeyPem));
        Assert.True(kept.Check());
        Assert.Equal(2, kept.Trusted.Count);
        Assert.Equal("CN=next", kept.Authority.Certificate.Subject);
        Assert.False(kept.Check());
    }

    private KeptCertificate Open(CertificateAuthority authority) =>
        KeptCertificate.Open(s_serving, _folder, authority, s_options, _time, new Random(1));

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.Base.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>What a server publishes for those who serve requests beside it.</summary>
public sealed class PublishedTrustTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact(Timeout = 60_000)]
    public async Task Start_WithAuthorities_PublishesThemAndTheNamesOfHeaders()
    {
        var (users, proxies) = (Authority("users"), Authority("proxies"));
        await using var cluster = await AdmissionCluster.StartAsync(options => options with
        {
            ClientAuthorities = [users.Certificate],
            FrontProxy = new() { Authorities = [proxies.Certificate], AllowedNames = ["front-proxy-client"] },
        });

        var resource = cluster.Registry.FindKind(ConfigMap.Gvk);
        await resource.Cache.UntilAsync(
            () => resource.Cache.Snapshot.Objects.Find("kube-system/extension-apiserver-authentication") is not null, TestContext.Current.CancellationToken);
        var map = Assert.IsType<ConfigMap>(resource.Cache.Snapshot.Objects.Find("kube-system/extension-apiserver-authentication")!.Value);
        Assert.Equal(users.Certificate.ExportCertificatePem() + "\n", map.Data["client-ca-file"]);
        Assert.Equal(proxies.Certificate.ExportCertificatePem() + "\n", map.Data["requestheader-client-ca-file"]);
        Assert.Equal("""["X-Remote-User"]""", map.Data["requestheader-username-headers"]);
        Assert.Equal("""["X-Remote-Group"]""", map.Data["requestheader-group-headers"]);
        Assert.Equal("""["X-Remote-Extra-"]""", map.Data["requestheader-extra-headers-prefix"]);
        Assert.Equal("""["front-proxy-client"]""", map.Data["requestheader-allowed-names"]);
    }

    [Fact]
    public void With_AnotherServersAuthority_KeepsIt()
    {
        var (first, second) = (Options(Authority("first")), Options(Authority("second")));
        var both = PublishedTrust.With(PublishedTrust.With(null, first, s_now), second, s_now);

        Assert.Equal(
            first.ClientAuthorities[0].ExportCertificatePem() + "\n" + second.ClientAuthorities[0].ExportCertificatePem() + "\n",
            both.Data["client-ca-file"]);
        Assert.Equal(both, PublishedTrust.With(both, second, s_now));
    }

    [Fact]
    public void With_AuthorityThatEnded_DropsIt()
    {
        var (old, own) = (Options(Authority("old", TimeSpan.FromHours(1))), Options(Authority("own")));
        var map = PublishedTrust.With(PublishedTrust.With(null, old, s_now), own, s_now.AddHours(2));
        Assert.Equal(own.ClientAuthorities[0].ExportCertificatePem() + "\n", map.Data["client-ca-file"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_NetworkOfServices_IsReady()
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        var resource = cluster.Registry.FindKind(ServiceCIDR.Gvk);
        await resource.Cache.UntilAsync(() => Network() is { Status.Conditions.Count: > 0 }, TestContext.Current.CancellationToken);
        Assert.Equal(("Ready", "True"), Network()!.Status.Conditions.Select(static one => (one.Type, one.Status)).Single());

        ServiceCIDR? Network() => resource.Cache.Snapshot.Objects.Find("kubernetes")?.Value as ServiceCIDR;
    }

    private static CertificateAuthority Authority(string name, TimeSpan? life = null) =>
        CertificateAuthority.Create(name, life ?? TimeSpan.FromDays(1), new FakeTimeProvider(s_now));

    private static ApiServerOptions Options(CertificateAuthority authority) => new()
    {
        Seed = 1,
        Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0", Platform = "any" },
        ClientAuthorities = [authority.Certificate],
    };
}

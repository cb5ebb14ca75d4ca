using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Tests.Server;

/// <summary>Flags of <c>kyb server</c> that are upstream's.</summary>
public sealed class EtcdFlagsTests : IDisposable
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Theory]
    [InlineData("--etcd-certfile DIR/a", "--etcd-certfile and --etcd-keyfile go together")]
    [InlineData("--bind-address here", "--bind-address here is no IP address")]
    [InlineData("--advertise-address there", "--advertise-address there is no IP address")]
    [InlineData("--encryption-provider-config DIR/none", "none")]
    [InlineData("--controllers nothing", "nothing")]
    public async Task Server_WrongFlag_SaysSo(string flag, string error) =>
        Assert.Contains(error, await _kyb.FailAsync($"server --data-dir DIR/s --secure-port 0 --store memory {flag}", Cancel), StringComparison.Ordinal);

    [Fact(Timeout = 60_000)]
    public async Task Server_EncryptionOnAnEtcd_HidesSecretsInIt()
    {
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_kyb.PathOf("encryption.yaml"), $$$"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources: [{resources: [secrets], providers: [{aesgcm: {keys: [{name: k1, secret: {{{Key}}}}]}}]}]
            """, cancel);
        await using var etcd = await Served.StartAsync(_kyb, "etcd", cancel);
        await using var server = await RunningCommand.StartAsync(
            _kyb,
            $"server --data-dir DIR/s --secure-port 0 --store etcd --etcd-servers {etcd.Url} --disable scheduler,controllers "
            + "--encryption-provider-config DIR/encryption.yaml", cancel);
        using var administrator = new Administrator(_kyb.PathOf("s/admin.kubeconfig"));

        var made = await administrator.Client.CreateAsync(
            new Secret { Metadata = new() { Namespace = "default", Name = "s" }, StringData = MapOf.Of(("p", "hunter2")) }, cancel);

        Assert.Null(made.Error);
        var stored = await etcd.ListAsync(cancel);
        Assert.Contains("/registry/secrets/default/s=k8s:enc:aesgcm:v1:k1:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
    }
}

using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Tests.Admission;

namespace Kybernet.ApiServer.Tests.Encryption;

/// <summary>What lies in the store, and what comes back out of it.</summary>
public sealed class EncryptedClusterTests
{
    private const string Key1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Key2 = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
    private const string Secret = "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: default}, stringData: {word: hunter2}}";

    [Theory]
    [InlineData("aesgcm")]
    [InlineData("aescbc")]
    [InlineData("secretbox")]
    public async Task Create_HiddenResource_IsStoredUnderItsPrefixAndReadBack(string provider)
    {
        await using var cluster = await StartAsync($"{{{provider}: {{keys: [{{name: key1, secret: {Key1}}}]}}}}");

        await cluster.MakeAsync<Secret>(Secret);

        var stored = await cluster.StoredAsync("/registry/secrets/default/s");
        Assert.StartsWith($"k8s:enc:{provider}:v1:key1:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
        Assert.Equal("hunter2", Encoding.UTF8.GetString((await cluster.ReadAsync<Secret>("default", "s")).Data["word"].Span));
    }

    [Fact]
    public async Task Create_OtherResource_IsStoredAsItIs()
    {
        await using var cluster = await StartAsync($"{{aesgcm: {{keys: [{{name: key1, secret: {Key1}}}]}}}}");

        await cluster.MakeAsync<ConfigMap>("{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}, data: {word: plain}}");

        Assert.Contains("plain", await cluster.StoredAsync("/registry/configmaps/default/m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NewFirstKey_OldIsReadAndRewrittenAtTheNextUpdate()
    {
        var provider = $"{{aesgcm: {{keys: [{{name: key1, secret: {Key1}}}]}}}}";
        await using var cluster = await StartAsync(() => provider);
        await cluster.MakeAsync<Secret>(Secret);

        provider = $"{{aesgcm: {{keys: [{{name: key2, secret: {Key2}}}, {{name: key1, secret: {Key1}}}]}}}}";
        Assert.Null(await cluster.Server.ReloadEncryptionAsync(TestContext.Current.CancellationToken));
        var before = await cluster.ReadAsync<Secret>("default", "s");
        var after = (await cluster.ChangeAsync<Secret>("default", "s", static secret => secret)).Value;

        Assert.StartsWith("k8s:enc:aesgcm:v1:key2:", await cluster.StoredAsync("/registry/secrets/default/s"), StringComparison.Ordinal);
        Assert.NotEqual(before.Metadata.ResourceVersion, after.Metadata.ResourceVersion);
        var again = (await cluster.ChangeAsync<Secret>("default", "s", static secret => secret)).Value;
        Assert.Equal(after.Metadata.ResourceVersion, again.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Reload_ToIdentity_ShowsTheValueAfterTheNextUpdate()
    {
        var provider = $"{{secretbox: {{keys: [{{name: key1, secret: {Key1}}}]}}}}";
        await using var cluster = await StartAsync(() => provider);
        await cluster.MakeAsync<Secret>(Secret);

        provider = "{identity: {}}, " + provider;
        Assert.Null(await cluster.Server.ReloadEncryptionAsync(TestContext.Current.CancellationToken));
        await cluster.ChangeAsync<Secret>("default", "s", static secret => secret);

        Assert.Contains("hunter2", await cluster.StoredAsync("/registry/secrets/default/s"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_WrongConfiguration_KeepsTheKeys()
    {
        var provider = $"{{aesgcm: {{keys: [{{name: key1, secret: {Key1}}}]}}}}";
        await using var cluster = await StartAsync(() => provider);

        provider = "{aesgcm: {keys: []}}";

        Assert.NotNull(await cluster.Server.ReloadEncryptionAsync(TestContext.Current.CancellationToken));
        await cluster.MakeAsync<Secret>(Secret);
        Assert.StartsWith("k8s:enc:aesgcm:v1:key1:", await cluster.StoredAsync("/registry/secrets/default/s"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValueMovedToAnotherKey_IsNotServed()
    {
        await using var cluster = await StartAsync($"{{aesgcm: {{keys: [{{name: key1, secret: {Key1}}}]}}}}");
        await cluster.MakeAsync<Secret>(Secret);

        await cluster.CopyStoredAsync("/registry/secrets/default/s", "/registry/secrets/default/copy");

        var made = await cluster.ChangeAsync<Secret>("default", "copy", static secret => secret);
        Assert.True(made.Error!.IsInternalError);
    }

    private static Task<AdmissionCluster> StartAsync(string provider) => StartAsync(() => provider);

    private static Task<AdmissionCluster> StartAsync(Func<string> providers) => AdmissionCluster.StartAsync(options => options with
    {
        EncryptionConfiguration = () =>
            $"{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{{resources: [secrets], providers: [{providers()}]}}]}}",
    });
}

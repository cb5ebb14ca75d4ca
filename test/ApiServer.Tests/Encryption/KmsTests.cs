using System.Net;
using System.Text;
using Google.Protobuf;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.ApiServer.Tests.Authentication;
using Kybernet.Store.Memory;

namespace Kybernet.ApiServer.Tests.Encryption;

/// <summary>Values hidden with data keys of a key management service, which is a running gRPC server on a unix socket.</summary>
public sealed class KmsTests : IAsyncLifetime
{
    private const string Prefix = "k8s:enc:kms:v2:vault:";
    private const string Manifest = "{apiVersion: v1, kind: Secret, metadata: {name: NAME, namespace: default}, stringData: {word: hunter2}}";

    private KmsStub? _kms;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private KmsStub Kms => _kms!;

    public async ValueTask InitializeAsync() => _kms = await KmsStub.StartAsync();

    public ValueTask DisposeAsync() => Kms.DisposeAsync();

    [Fact]
    public async Task Create_ManySecrets_AreHiddenUnderOneDataKeyInUpstreamsForm()
    {
        await using var cluster = await StartAsync();
        for (var i = 0; i < 5; i++) await MakeAsync(cluster, $"s{i}");
        Assert.Equal((1, 0), (Kms.Encrypted, Kms.Decrypted));
        var first = EncryptedObject.Of(await cluster.StoredAsync("/registry/secrets/default/s0"));
        var second = EncryptedObject.Of(await cluster.StoredAsync("/registry/secrets/default/s1"));
        Assert.Equal(("one", 1), (first.KeyId, first.SourceType));
        Assert.Equal("1", first.Annotations["version.encryption.example.com"]);
        Assert.Equal(first.Source, second.Source);
        Assert.NotEqual(first.Data[..32], second.Data[..32]);
        Assert.DoesNotContain("hunter2", Encoding.Latin1.GetString(first.Data), StringComparison.Ordinal);
        Assert.Equal("hunter2", await WordAsync(cluster, "s3"));
    }

    [Fact]
    public async Task Start_OnAStoreOfAnotherServer_AsksOnceForEachDataKey()
    {
        await using var store = NewStore();
        await using (var before = await StartAsync(store))
            for (var i = 0; i < 3; i++) await MakeAsync(before, $"a{i}");
        Kms.Rotate("two");
        await using (var between = await StartAsync(store))
            for (var i = 0; i < 3; i++) await MakeAsync(between, $"b{i}");
        var asked = Kms.Decrypted;
        await using var cluster = await StartAsync(store);
        Assert.Equal("hunter2", await WordAsync(cluster, "a1"));
        Assert.Equal("hunter2", await WordAsync(cluster, "b2"));
        Assert.Equal(asked + 2, Kms.Decrypted);
    }

    [Fact]
    public async Task Check_ServiceHasAnotherKey_NewDataKeyWritesAndOldValuesAreRewrittenAtTheNextUpdate()
    {
        await using var cluster = await StartAsync();
        await MakeAsync(cluster, "s");
        Kms.Rotate("two");
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        while (Kms.Encrypted < 2) await Task.Yield();
        while (await KeyIdAsync(cluster) != "two")
            await cluster.ChangeAsync<Secret>("default", "s", static one => one);
        var after = await cluster.ReadAsync<Secret>("default", "s");
        var again = (await cluster.ChangeAsync<Secret>("default", "s", static one => one)).Value;
        Assert.Equal(after.Metadata.ResourceVersion, again.Metadata.ResourceVersion);
        Assert.Equal("hunter2", await WordAsync(cluster, "s"));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("ill")]
    public async Task Write_ServiceIsOfNoUse_WorksForThreeMinutesAndThenIsRefused(string how)
    {
        await using var secure = await SecureCluster.StartAsync(WithKms);
        using var client = secure.ConnectAsAdministrator();
        if (how == "gone") await Kms.CloseAsync();
        else Kms.Health = "the vault is sealed";
        secure.Cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        await MakeAsync(secure.Cluster, "during");
        await UntilAsync(client, HttpStatusCode.InternalServerError);
        secure.Cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        var refused = await secure.Cluster.TryMakeAsync(Tests.Registry.Manifests.Read<Secret>(Manifest.Replace("NAME", "late", StringComparison.Ordinal)));
        Assert.Contains("cannot be encrypted", refused.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("hunter2", await WordAsync(secure.Cluster, "during"));
        if (how == "gone") await Kms.OpenAsync();
        else Kms.Health = "ok";
        await UntilAsync(client, HttpStatusCode.OK, () => secure.Cluster.Clock.Advance(TimeSpan.FromSeconds(10)));
        await MakeAsync(secure.Cluster, "after");
    }

    [Theory]
    [InlineData("v1", "ok", "expected KMSv2 API version v2, got v1")]
    [InlineData("v2", "sealed", "got unexpected healthz status: sealed")]
    public async Task Reload_ToAServiceOfNoUse_KeepsTheKeys(string version, string health, string problem)
    {
        var provider = "{aesgcm: {keys: [{name: key1, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}}";
        await using var cluster = await AdmissionCluster.StartAsync(options => options with { EncryptionConfiguration = () => Configuration(provider) });
        await MakeAsync(cluster, "s");
        (Kms.Version, Kms.Health) = (version, health);
        provider = Kms.Provider + ", " + provider;
        Assert.Equal(problem, await cluster.Server.ReloadEncryptionAsync(Cancel));
        (Kms.Version, Kms.Health) = ("v2", "ok");
        Assert.Null(await cluster.Server.ReloadEncryptionAsync(Cancel));
        await cluster.ChangeAsync<Secret>("default", "s", static one => one);
        Assert.StartsWith(Prefix, await cluster.StoredAsync("/registry/secrets/default/s"), StringComparison.Ordinal);
        Assert.Equal("hunter2", await WordAsync(cluster, "s"));
    }

    [Fact]
    public async Task Start_ServiceDoesNotKnowTheKey_IsRefused()
    {
        await using var store = NewStore();
        await using (var before = await StartAsync(store)) await MakeAsync(before, "s");
        await Kms.DisposeAsync();
        _kms = await KmsStub.StartAsync();
        Kms.Rotate("other");
        var failure = await Assert.ThrowsAsync<IOException>(() => StartAsync(store));
        Assert.Contains("a key management service does not answer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValueMovedToAnotherKey_IsNotServed()
    {
        await using var cluster = await StartAsync();
        await MakeAsync(cluster, "s");
        await cluster.CopyStoredAsync("/registry/secrets/default/s", "/registry/secrets/default/copy");
        Assert.True((await cluster.ChangeAsync<Secret>("default", "copy", static one => one)).Error!.IsInternalError);
    }

    private static MemoryStore NewStore() => new(MemoryStoreOptions.Default with { Seed = 1 }, TimeProvider.System);

    private static string Configuration(string providers) =>
        $"{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{{resources: [secrets], providers: [{providers}]}}]}}";

    private ApiServerOptions WithKms(ApiServerOptions options) => options with { EncryptionConfiguration = () => Configuration(Kms.Provider) };

    private Task<AdmissionCluster> StartAsync(MemoryStore? store = null) => AdmissionCluster.StartAsync(WithKms, store: store);

    private static Task<Secret> MakeAsync(AdmissionCluster cluster, string name) =>
        cluster.MakeAsync<Secret>(Manifest.Replace("NAME", name, StringComparison.Ordinal));

    private static async Task<string> WordAsync(AdmissionCluster cluster, string name) =>
        Encoding.UTF8.GetString((await cluster.ReadAsync<Secret>("default", name)).Data["word"].Span);

    private static async Task<string> KeyIdAsync(AdmissionCluster cluster) =>
        EncryptedObject.Of(await cluster.StoredAsync("/registry/secrets/default/s")).KeyId;

    private static async Task UntilAsync(HttpClient client, HttpStatusCode code, Action? meanwhile = null)
    {
        while (true)
        {
            meanwhile?.Invoke();
            using var response = await client.GetAsync("/readyz/kms-providers", Cancel);
            if (response.StatusCode == code) return;
        }
    }

    /// <summary>What is stored, read with Google's reader: not the server's own.</summary>
    private sealed record EncryptedObject(byte[] Data, string KeyId, ByteString Source, Dictionary<string, string> Annotations, int SourceType)
    {
        public static EncryptedObject Of(string stored)
        {
            Assert.StartsWith(Prefix, stored, StringComparison.Ordinal);
            var input = new CodedInputStream(Encoding.Latin1.GetBytes(stored[Prefix.Length..]));
            var (data, keyId, source, annotations, type) = (Array.Empty<byte>(), "", ByteString.Empty, new Dictionary<string, string>(), 0);
            while (input.ReadTag() is var tag and not 0)
            {
                switch (tag)
                {
                    case 10: data = input.ReadBytes().ToByteArray(); break;
                    case 18: keyId = input.ReadString(); break;
                    case 26: source = input.ReadBytes(); break;
                    case 34: Annotation(input.ReadBytes().CreateCodedInput(), annotations); break;
                    case 40: type = input.ReadInt32(); break;
                    default: Assert.Fail($"tag {tag}"); break;
                }
            }

            return new(data, keyId, source, annotations, type);
        }

        private static void Annotation(CodedInputStream input, Dictionary<string, string> annotations)
        {
            input.ReadTag();
            var name = input.ReadString();
            input.ReadTag();
            annotations[name] = input.ReadBytes().ToStringUtf8();
        }
    }
}

using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Kybernet.ApiServer.Encryption.Kms.V2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Kybernet.ApiServer.Tests.Encryption;

/// <summary>A key management service: gRPC on a unix socket, keys in memory. Can be rotated, made ill, stopped and started again.</summary>
internal sealed class KmsStub : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kybernet-kms-");
    private readonly Dictionary<string, byte[]> _keys = [];
    private WebApplication? _app;
    private int _encrypted;
    private int _decrypted;

    private KmsStub() => Rotate("one");

    /// <summary>What its status says.</summary>
    public string Health { get; set; } = "ok";

    public string Version { get; set; } = "v2";

    /// <summary>The key it hides with, and tells.</summary>
    public string KeyId { get; private set; } = "";

    public int Encrypted => Volatile.Read(ref _encrypted);

    public int Decrypted => Volatile.Read(ref _decrypted);

    /// <summary>A provider of an encryption configuration.</summary>
    public string Provider => $"{{kms: {{apiVersion: v2, name: vault, timeout: 10s, endpoint: 'unix://{SocketPath}'}}}}";

    private string SocketPath => Path.Combine(_folder.FullName, "kms.sock");

    public static async Task<KmsStub> StartAsync()
    {
        var stub = new KmsStub();
        await stub.OpenAsync();
        return stub;
    }

    /// <summary>From now on another key; what others have hidden is still shown.</summary>
    public void Rotate(string keyId) => _keys[KeyId = keyId] = RandomNumberGenerator.GetBytes(32);

    public async Task OpenAsync()
    {
        File.Delete(SocketPath);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(SocketPath, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<Service>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task CloseAsync()
    {
        if (_app is null) return;
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The key of the service never leaves it.</summary>
    private sealed class Service(KmsStub stub) : KeyManagementService.KeyManagementServiceBase
    {
        private const string Annotation = "version.encryption.example.com";

        public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) =>
            Task.FromResult(new StatusResponse { Version = stub.Version, Healthz = stub.Health, KeyId = stub.KeyId });

        public override Task<EncryptResponse> Encrypt(EncryptRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref stub._encrypted);
            using var aes = Aes.Create();
            aes.Key = stub._keys[stub.KeyId];
            var hidden = aes.EncryptCbc(request.Plaintext.Span, new byte[16]);
            return Task.FromResult(new EncryptResponse
            {
                Ciphertext = ByteString.CopyFrom(hidden),
                KeyId = stub.KeyId,
                Annotations = { [Annotation] = ByteString.CopyFromUtf8("1") },
            });
        }

        public override Task<DecryptResponse> Decrypt(DecryptRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref stub._decrypted);
            if (request.Annotations[Annotation].ToStringUtf8() != "1" || request.Uid.Length == 0)
                throw new RpcException(new(StatusCode.InvalidArgument, "the annotation or the uid is missing"));
            if (!stub._keys.TryGetValue(request.KeyId, out var key)) throw new RpcException(new(StatusCode.NotFound, $"no key {request.KeyId}"));
            using var aes = Aes.Create();
            aes.Key = key;
            return Task.FromResult(new DecryptResponse { Plaintext = ByteString.CopyFrom(aes.DecryptCbc(request.Ciphertext.Span, new byte[16])) });
        }
    }
}

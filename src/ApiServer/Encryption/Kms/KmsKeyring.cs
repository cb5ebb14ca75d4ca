using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kybernet.ApiServer.Encryption.Kms.V2;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>
/// The data keys of one key management service: the one that writes, made anew when the service has another key, and those that read.
/// Upstream: <c>kmsv2PluginProbe</c>, <c>envelopeTransformer</c>.
/// </summary>
internal sealed class KmsKeyring(KmsOptions options, INonceSource nonces, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // Upstream: kmsv2PluginHealthzPositiveInterval, -NegativeInterval, kmsv2PluginWriteDEKSourceMaxTTL.
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_intervalOfFailure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_writesWithoutService = TimeSpan.FromMinutes(3);

    // One for each start of a server and each key of the service; when there are more, the service is asked again.
    private const int MaxKnown = 4096;

    private readonly KmsPlugin _plugin = new(options, nonces, time);
    private readonly ConcurrentDictionary<string, DataKey> _known = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    // One question at a time: a list of thousands of values of one secret asks once.
    private readonly SemaphoreSlim _asking = new(1);
    private WriteKey? _writer;
    private string? _problem = "the service was not asked yet";
    private Task _loop = Task.CompletedTask;

    public string Name => options.Name;

    public ReadOnlyMemory<byte> Prefix { get; } = options.Prefix;

    /// <summary>Why the service is of no use now; null when it is.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>The id of the key values are hidden under now; empty before there is one.</summary>
    public ReadOnlyMemory<byte> KeyId => Volatile.Read(ref _writer)?.KeyId ?? default;

    /// <summary>Asks the service once, and goes on asking now and then.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await CheckAsync(cancel);
        _loop = FollowAsync(_stop.Token);
    }

    /// <summary>The key that writes.</summary>
    /// <exception cref="CryptographicException">There is none, or the service has been away for too long.</exception>
    public WriteKey Writer()
    {
        if (Volatile.Read(ref _writer) is not { } writer) throw new CryptographicException($"there is no data key: {Problem}");
        return writer.Ends >= time.GetUtcNow()
            ? writer
            : throw new CryptographicException($"encryptedDEKSource expired at {writer.Ends:u}: {Problem}");
    }

    public DataKey? Find(KmsEnvelope envelope) => _known.TryGetValue(envelope.Fingerprint(), out var key) ? key : null;

    /// <summary>Asks the service for the secret of a value.</summary>
    /// <exception cref="IOException">It does not give it now.</exception>
    /// <exception cref="CryptographicException">The secret is none.</exception>
    public async Task FetchAsync(string fingerprint, DecryptRequest question, bool isSeed, CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            if (_known.ContainsKey(fingerprint)) return;
            var secret = await _plugin.DecryptAsync(question, cancel);
            if (isSeed ? secret.Length < DataKey.SeedSize : secret.Length is not (16 or 24 or 32))
                throw new CryptographicException($"the secret has {secret.Length} bytes");
            Remember(fingerprint, new(secret, isSeed, nonces));
        }
        finally
        {
            _asking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _plugin.Dispose();
        _stop.Dispose();
        _asking.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Problem is null ? s_interval : s_intervalOfFailure, time, cancel);
                await CheckAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        try
        {
            // Before the call: what the service said holds from when it was asked.
            var ends = time.GetUtcNow() + s_writesWithoutService;
            var status = await _plugin.StatusAsync(cancel);
            if (status.Healthz != "ok") throw new IOException($"got unexpected healthz status: {status.Healthz}");
            if (status.Version is not ("v2" or "v2beta1")) throw new IOException($"expected KMSv2 API version v2, got {status.Version}");
            if (status.KeyId.Length == 0) throw new IOException("got invalid KMSv2 KeyID: keyID is empty");
            if (Volatile.Read(ref _writer) is { } writer && writer.KeyName == status.KeyId) Volatile.Write(ref _writer, writer with { Ends = ends });
            else await RotateAsync(status.KeyId, ends, cancel);
            Volatile.Write(ref _problem, null);
        }
        catch (IOException e)
        {
            Volatile.Write(ref _problem, e.Message);
            EncryptionLog.ServiceFailed(log, Name, e.Message);
        }
    }

    private async Task RotateAsync(string keyName, DateTimeOffset ends, CancellationToken cancel)
    {
        var seed = new byte[DataKey.SeedSize];
        nonces.Fill(seed);
        var hidden = await _plugin.EncryptAsync(seed, cancel);
        if (hidden.KeyId != keyName) throw new IOException("failed to rotate DEK: the service says one key in its status and hides with another");
        var made = new WriteKey(new(seed, true, nonces), keyName, KmsEnvelope.Tail(hidden, KmsEnvelope.SeedSource), ends);
        Remember(made.Fingerprint(), made.Key);
        Volatile.Write(ref _writer, made);
        EncryptionLog.DataKeyChanged(log, Name);
    }

    private void Remember(string fingerprint, DataKey key)
    {
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[fingerprint] = key;
    }
}

using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary><c>kms</c>, version 2: values are hidden here, with a secret that a service elsewhere keeps. Upstream: <c>envelope/kmsv2</c>.</summary>
internal sealed class KmsTransformer(KmsKeyring keys) : IValueTransformer
{
    public ReadOnlyMemory<byte> Prefix => keys.Prefix;

    public ReadOnlyMemory<byte> Mark => MarkOf(keys.KeyId.Span, Prefix.Span);

    public ReadOnlyMemory<byte> MarkOf(ReadOnlySpan<byte> hidden) => MarkOf(KmsEnvelope.Read(hidden).KeyId, Prefix.Span);

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var writer = keys.Writer();
        return KmsEnvelope.Write(Prefix.Span, writer.Key.Hide(value, place), writer.Tail);
    }

    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place)
    {
        var envelope = KmsEnvelope.Read(hidden);
        var key = keys.Find(envelope) ?? throw new CryptographicException($"the key management service {keys.Name} was not asked for the secret");
        return key.Show(envelope.Data, place);
    }

    public ValueTask PrepareAsync(ReadOnlyMemory<byte> hidden, CancellationToken cancel)
    {
        var envelope = KmsEnvelope.Read(hidden.Span);
        return keys.Find(envelope) is not null
            ? default
            : new(keys.FetchAsync(envelope.Fingerprint(), envelope.Question(), envelope.Kind == KmsEnvelope.SeedSource, cancel));
    }

    private static byte[] MarkOf(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> prefix) => [.. prefix, .. keyId];
}

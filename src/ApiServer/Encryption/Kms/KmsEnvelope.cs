using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Kybernet.ApiServer.Encryption.Kms.V2;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>
/// What is stored after the prefix: the hidden value and, hidden by the service, the secret it was hidden with. Upstream: the message
/// <c>EncryptedObject</c> of <c>envelope/kmsv2/v2</c>, with its limits.
/// </summary>
internal ref struct KmsEnvelope
{
    /// <summary>The secret is the AES key.</summary>
    public const int KeySource = 0;

    /// <summary>The secret is a seed, from which each value has a key of its own.</summary>
    public const int SeedSource = 1;

    private const int DataField = 1, KeyIdField = 2, SourceField = 3, AnnotationsField = 4, KindField = 5;
    private const int MaxKeyIdBytes = 1 << 10;
    private const int MaxSourceBytes = 1 << 10;
    private const int MaxAnnotationBytes = 32 << 10;

    private readonly List<KeyValuePair<string, byte[]>> _annotations = [];

    private KmsEnvelope(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtoReader(bytes, DecodeOptions.Default);
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case (DataField << 3) | 2: Data = reader.ReadSpan(); break;
                case (KeyIdField << 3) | 2: KeyId = reader.ReadSpan(); break;
                case (SourceField << 3) | 2: Source = reader.ReadSpan(); break;
                case (AnnotationsField << 3) | 2: _annotations.Add(Annotation(ref reader)); break;
                case KindField << 3: Kind = reader.ReadInt32(); break;
                default: reader.SkipField(tag); break;
            }
        }

        if (reader.Fault is { } fault) throw new CryptographicException(fault);
    }

    /// <summary>The hidden value.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Which key of the service has hidden <see cref="Source"/>; UTF-8.</summary>
    public ReadOnlySpan<byte> KeyId { get; }

    /// <summary>The hidden secret.</summary>
    public ReadOnlySpan<byte> Source { get; }

    public int Kind { get; }

    /// <exception cref="CryptographicException">It is none.</exception>
    public static KmsEnvelope Read(ReadOnlySpan<byte> bytes)
    {
        var read = new KmsEnvelope(bytes);
        if (read.Data.IsEmpty) throw new CryptographicException("encrypted data is empty");
        if (read.Kind is not (KeySource or SeedSource)) throw new CryptographicException($"unknown encryptedDEKSourceType: {read.Kind}");
        var problem = Check(read.KeyId.Length, read.Source.Length, read._annotations.Sum(static one => Encoding.UTF8.GetByteCount(one.Key) + one.Value.Length));
        return problem is null ? read : throw new CryptographicException(problem);
    }

    /// <summary>What follows the hidden value, for a secret the service has just hidden.</summary>
    /// <exception cref="IOException">The service's answer is over a limit.</exception>
    public static byte[] Tail(EncryptResponse hidden, int kind)
    {
        var size = hidden.Annotations.Sum(static one => Encoding.UTF8.GetByteCount(one.Key) + one.Value.Length);
        if (Check(Encoding.UTF8.GetByteCount(hidden.KeyId), hidden.Ciphertext.Length, size) is { } problem) throw new IOException(problem);
        using var writer = new ProtoWriter();
        if (kind != 0) writer.Int(KindField, kind);
        foreach (var (name, value) in hidden.Annotations.OrderByDescending(static one => one.Key, StringComparer.Ordinal))
        {
            var before = writer.Length;
            writer.Bytes(2, value.Span);
            writer.String(1, name);
            writer.Message(AnnotationsField, before);
        }

        writer.Bytes(SourceField, hidden.Ciphertext.Span);
        writer.String(KeyIdField, hidden.KeyId);
        return writer.Written.ToArray();
    }

    /// <summary>The whole, after a prefix.</summary>
    public static byte[] Write(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tail)
    {
        using var writer = new ProtoWriter(prefix.Length + data.Length + tail.Length + 16);
        writer.Raw(tail);
        writer.Bytes(DataField, data);
        writer.Raw(prefix);
        return writer.Written.ToArray();
    }

    /// <summary>What the service is asked to show.</summary>
    public readonly DecryptRequest Question()
    {
        var question = new DecryptRequest { Ciphertext = ByteString.CopyFrom(Source), KeyId = Encoding.UTF8.GetString(KeyId) };
        foreach (var (name, value) in _annotations) question.Annotations[name] = ByteString.CopyFrom(value);
        return question;
    }

    /// <summary>The same for all that was hidden with the same secret.</summary>
    public readonly string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, Kind);
        hash.AppendData(number);
        Append(hash, KeyId);
        Append(hash, Source);
        foreach (var (name, value) in _annotations.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }

    private static string? Check(int keyIdBytes, int sourceBytes, int annotationBytes)
    {
        if (keyIdBytes == 0) return "keyID is empty";
        if (keyIdBytes > MaxKeyIdBytes) return $"keyID is {keyIdBytes} bytes, which exceeds the max size of {MaxKeyIdBytes}";
        if (sourceBytes == 0) return "encrypted DEK source is empty";
        if (sourceBytes > MaxSourceBytes) return $"encrypted DEK source is {sourceBytes} bytes, which exceeds the max size of {MaxSourceBytes}";
        return annotationBytes > MaxAnnotationBytes
            ? $"total size of annotations is {annotationBytes}, which exceeds the max size of {MaxAnnotationBytes}"
            : null;
    }

    private static KeyValuePair<string, byte[]> Annotation(ref ProtoReader reader)
    {
        var (name, value) = ("", Array.Empty<byte>());
        var outer = reader.BeginMessage();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) name = reader.ReadString();
            else if (tag == ((2 << 3) | 2)) value = reader.ReadBytes();
            else reader.SkipField(tag);
        }

        reader.EndMessage(outer);
        return new(name, value);
    }
}

using System.Security.Cryptography;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// One discovery document: encoded when first asked for, then kept. Two threads that ask at once may both encode; the bytes are equal.
/// </summary>
public sealed class DiscoveryDocument
{
    private readonly bool _isLegacy;
    private byte[]? _json;
    private byte[]? _protobuf;
    private string? _etag;

    /// <param name="value">What the document says.</param>
    /// <param name="isLegacy">As upstream's documents below <c>/api</c>, it names its kind but no <c>apiVersion</c>.</param>
    public DiscoveryDocument(IKind value, bool isLegacy = false)
    {
        Value = value;
        _isLegacy = isLegacy;
    }

    public IKind Value { get; }

    public ReadOnlyMemory<byte> Json => _json ??= EncodeJson();

    /// <summary>In upstream's envelope.</summary>
    public ReadOnlyMemory<byte> Protobuf => _protobuf ??= EncodeProtobuf();

    /// <summary>
    /// Upper-case hexadecimal SHA-512 of the JSON without <c>kind</c> and <c>apiVersion</c>; the same for every encoding, which the
    /// answer's <c>Vary: Accept</c> allows. The header carries it in double quotes. Upstream sends it with aggregated documents only.
    /// </summary>
    public string ETag => _etag ??= Hash();

    private byte[] EncodeJson()
    {
        if (!_isLegacy) return ObjectJson.Encode(Value);
        using var body = new JsonWriter();
        Value.WriteJson(body);
        using var writer = new JsonWriter(body.Length + 64);
        writer.BeginObject();
        writer.Name("\"kind\":"u8);
        writer.String(Value.Gvk.Kind);
        if (body.Length > 2) writer.Raw(","u8);
        writer.Raw(body.Written[1..]);
        return writer.Written.ToArray();
    }

    private byte[] EncodeProtobuf()
    {
        if (!_isLegacy) return ObjectProtobuf.Encode(Value);
        using var writer = new ProtoWriter();
        writer.String(4, "");
        writer.String(3, "");
        var before = writer.Length;
        Value.WriteProto(writer);
        writer.Message(2, before);
        before = writer.Length;
        writer.String(2, Value.Gvk.Kind);
        writer.String(1, "");
        writer.Message(1, before);
        writer.Raw("k8s\0"u8);
        return writer.Written.ToArray();
    }

    private string Hash()
    {
        using var writer = new JsonWriter();
        Value.WriteJson(writer);
        return Convert.ToHexString(SHA512.HashData(writer.Written));
    }
}

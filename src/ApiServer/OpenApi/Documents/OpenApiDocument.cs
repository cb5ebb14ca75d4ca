using System.Security.Cryptography;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>
/// One OpenAPI document. Its hash is worked out without keeping the text; the bytes of each form are made when first asked for and
/// then kept. Two threads that ask at once may both make them; they are equal.
/// </summary>
public sealed class OpenApiDocument
{
    private readonly Action<JsonWriter> _write;
    private readonly Func<ReadOnlyMemory<byte>, byte[]> _toProtobuf;
    private byte[]? _json;
    private byte[]? _protobuf;
    private string? _hash;

    internal OpenApiDocument(Action<JsonWriter> write, Func<ReadOnlyMemory<byte>, byte[]> toProtobuf)
    {
        _write = write;
        _toProtobuf = toProtobuf;
    }

    public ReadOnlyMemory<byte> Json => _json ??= Build();

    /// <summary>The same in gnostic's messages, <c>openapi.v2.Document</c> or <c>openapi.v3.Document</c>.</summary>
    public ReadOnlyMemory<byte> Protobuf => _protobuf ??= _toProtobuf(_json ?? Build());

    /// <summary>
    /// Upper-case hexadecimal SHA-512 of the JSON: the ETag (in double quotes) of every form, and the <c>hash</c> of version 3's addresses.
    /// </summary>
    public string Hash
    {
        get
        {
            if (_hash is not null) return _hash;
            if (_json is not null) return _hash = Convert.ToHexString(SHA512.HashData(_json));
            using var writer = new JsonWriter(1 << 16);
            _write(writer);
            return _hash = Convert.ToHexString(SHA512.HashData(writer.Written));
        }
    }

    private byte[] Build()
    {
        using var writer = new JsonWriter(1 << 16);
        _write(writer);
        return writer.Written.ToArray();
    }
}

using System.Globalization;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>An object at one revision, and its bytes in each wire format, made when first asked for and then shared by all who send it.</summary>
public sealed class StoredObject
{
    // Written once each; two threads may both encode, and either's bytes will do.
    private byte[]? _json;
    private byte[]? _proto;

    /// <param name="key"><c>namespace/name</c>, or <c>name</c> for cluster-scoped objects.</param>
    /// <param name="value">The object; its resource version is set here.</param>
    /// <param name="revision">The revision of the object's last change.</param>
    public StoredObject(string key, IObject value, long revision)
    {
        Key = key;
        Revision = revision;
        Value = value.WithMetadata(value.Metadata with { ResourceVersion = revision.ToString(CultureInfo.InvariantCulture) });
    }

    private StoredObject(string key, IObject value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>An object that is sent but not stored: the answer to a dry run. It keeps the resource version it has.</summary>
    public static StoredObject Unstored(string key, IObject value) => new(key, value);

    public string Key { get; }

    public long Revision { get; }

    public IObject Value { get; }

    /// <summary>The object's JSON, with <c>kind</c> and <c>apiVersion</c>.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= ObjectJson.Encode(Value);

    /// <summary>Somebody has asked for the JSON, and it is kept.</summary>
    internal bool HasJson => _json is not null;

    /// <summary>
    /// What follows the opening brace of the object as an item of a list: items of built-in lists do not repeat their kind,
    /// those of custom ones do.
    /// </summary>
    public ReadOnlyMemory<byte> JsonItemTail => Json[ItemOffset..];

    /// <summary>The object's protobuf message, without the envelope.</summary>
    public ReadOnlyMemory<byte> Proto => _proto ??= EncodeProto();

    /// <summary>How many bytes of encodings the object holds at the moment.</summary>
    public int EncodedBytes => (_json?.Length ?? 0) + (_proto?.Length ?? 0);

    // {"kind":"Pod","apiVersion":"v1",
    private int ItemOffset => Value is DynamicObject ? 1 : """{"kind":"","apiVersion":"",""".Length + Value.Gvk.Kind.Length + Value.Gvk.ToApiVersion().Length;

    private byte[] EncodeProto()
    {
        using var writer = new ProtoWriter();
        Value.WriteProto(writer);
        return writer.Written.ToArray();
    }
}

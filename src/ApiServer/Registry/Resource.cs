using System.Collections.Frozen;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Encryption;
using Kybernet.ApiServer.Subresources;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Base;
using Kybernet.Machinery.Objects;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>A served resource: its names, its rules, its cache, and the store behind.</summary>
public sealed class Resource
{
    public required ResourceInfo Info { get; init; }

    public required KindRules Rules { get; init; }

    /// <summary>The subresources through which the object itself is changed, <c>status</c> among them.</summary>
    public required FrozenDictionary<string, UpdateRules> Doors { get; init; }

    /// <summary>Made at the first write: few of the kinds are ever written in one process.</summary>
    public required Lazy<FieldOwnership> LazyOwnership { private get; init; }

    public FieldOwnership Ownership => LazyOwnership.Value;

    /// <summary>Reads an object of the served kind from JSON; its defaults are not set.</summary>
    public required StoredDecoder DecodeJson { get; init; }

    public required ResourceCache Cache { get; init; }

    /// <summary>Makes what the store holds of what this version serves, and back; null when both are the same kind.</summary>
    public VersionConversion? Conversion { get; init; }

    public required IStore Store { get; init; }

    public required StoreFeed Feed { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required AdmissionChain Admission { get; init; }

    /// <summary>Deleting answers with the object instead of a Status (upstream: ReturnDeletedObject).</summary>
    public bool ReturnsDeletedObject { get; init; }

    /// <summary>What is reserved for an object while it is written: addresses and ports of a Service. Null when nothing is; set once,
    /// before the server serves.</summary>
    public IReservations? Reservations { get; set; }

    /// <summary>The cache's key: <c>namespace/name</c>, or the name alone.</summary>
    public string KeyOf(string @namespace, string name) => Info.IsNamespaced ? string.Concat(@namespace, "/", name) : name;

    /// <summary>Makes what the store holds of a custom resource; null for built-in kinds, which are stored as protobuf.</summary>
    public Func<IObject, byte[]>? Encoder { get; init; }

    /// <summary>Asks a webhook for the version that is stored; null where versions differ in nothing a webhook must do.</summary>
    internal Func<IObject, CancellationToken, ValueTask<Outcome<IObject>>>? ToStored { get; init; }

    /// <summary>How tables show a custom resource; null for built-in kinds.</summary>
    public ITablePrinter? Printer { get; init; }

    /// <summary>The <c>scale</c> of a custom resource; null when it has none, and for built-in kinds.</summary>
    internal IViewSubresource? Scale { get; init; }

    /// <summary>What the store holds of the object.</summary>
    public byte[] Encode(IObject value)
    {
        if (Encoder is { } encode) return encode(value);
        return ObjectProtobuf.Encode(Conversion is { } conversion ? conversion.ToStored(value) : value);
    }

    /// <summary>The object is stored as a former key or none hid it: a write that changes nothing else brings it up to date.</summary>
    internal bool IsStale(string key) => Store is EncryptedStore hidden && hidden.Values.IsStale(Cache.Prefix + key);

    /// <summary>The store's key.</summary>
    public Bytes StoreKeyOf(string key) => Bytes.Of(Cache.Prefix + key);
}

using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources;
using Kybernet.ApiServer.Registry.StoredVersions;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>The resources that are served and stored: the built-in ones, and a set of custom ones that is replaced as a whole.</summary>
public sealed class ResourceRegistry
{
    private readonly Dictionary<GroupVersionResource, Resource> _resources = [];
    private readonly Dictionary<GroupVersionKind, Resource> _kinds = [];
    private CustomResourceSet _custom = CustomResourceSet.Empty;

    private ResourceRegistry(IEnumerable<Resource> resources)
    {
        foreach (var resource in resources)
        {
            _resources.Add(resource.Info.Resource, resource);
            _kinds.TryAdd(resource.Info.Kind, resource);
        }
    }

    public IEnumerable<Resource> Resources => Custom.Definitions.Count == 0 ? _resources.Values : _resources.Values.Concat(Custom.Resources);

    /// <summary>The custom resources that are served at this moment.</summary>
    internal CustomResourceSet Custom => Volatile.Read(ref _custom);

    public Resource? Find(GroupVersionResource resource) => _resources.GetValueOrDefault(resource) ?? Custom.Find(resource);

    internal void Publish(CustomResourceSet custom) => Volatile.Write(ref _custom, custom);

    /// <summary>The resource of a kind that is known to be served.</summary>
    public Resource FindKind(GroupVersionKind kind) =>
        _kinds.GetValueOrDefault(kind)
        ?? Custom.Resources.FirstOrDefault(resource => resource.Info.Kind == kind)
        ?? throw new InvalidOperationException($"{kind} is not served");

    /// <summary>The registry of the built-in resources. Before the feed starts.</summary>
    public static ResourceRegistry BuiltIn(RegistryParts parts) => new(BuiltInApi.Kinds.Select(kind => Make(parts, kind)));

    private static Resource Make(RegistryParts parts, BuiltInKind kind) => new()
    {
        LazyOwnership = new(() => kind.Ownership.Value.Remembering(parts.Decoding.Records)),
        Info = kind.Info,
        DecodeJson = JsonDecoder(parts, kind.Info),
        Rules = kind.Registration.Rules,
        Doors = kind.Doors,
        Conversion = kind.Registration.Conversion,
        ReturnsDeletedObject = kind.Registration.ReturnsDeletedObject,
        Cache = parts.Feed.Add(kind.Info.StoragePath, Decoder(parts, kind.Info, kind.Registration)),
        Feed = parts.Feed,
        Store = parts.Store,
        Admission = parts.Admission.For(kind.Info),
        Ids = parts.Ids,
        Time = parts.Time,
    };

    private static StoredDecoder JsonDecoder(RegistryParts parts, ResourceInfo info) => (ReadOnlyMemory<byte> json, out string? error) =>
    {
        var reader = new JsonReader(json.Span, parts.Decoding);
        var value = parts.Scheme.Find(info.Kind)!.ReadJson(ref reader);
        reader.ExpectEnd();
        error = reader.Fault?.Message;
        return error is null ? (IObject)value : null;
    };

    private static StoredDecoder Decoder(RegistryParts parts, ResourceInfo info, KindRegistration kind) => (ReadOnlyMemory<byte> bytes, out string? error) =>
    {
        if (info.Kind == CustomResourceDefinition.Gvk) bytes = OlderDefinition.AsCurrent(bytes);
        var decoded = ObjectProtobuf.IsEnvelope(bytes.Span)
            ? ObjectProtobuf.Decode(bytes.Span, BuiltInApi.Stored, parts.Decoding)
            : ObjectJson.Decode(bytes.Span, BuiltInApi.Stored, parts.Decoding);
        error = decoded.Error?.Message;
        if (decoded.Value is not IObject value) return null;
        if (value.Gvk != info.Kind && kind.Conversion is { } conversion) value = conversion.ToServed(value);
        if (value.Gvk == info.Kind) return kind.Rules.Default(value.WithDefaults());
        error = $"a {value.Gvk} where a {info.Kind} is expected";
        return null;
    };
}

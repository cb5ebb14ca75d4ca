using System.Collections.Frozen;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.StoredVersions;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>The resources that are served and stored. A snapshot: adding one makes the next.</summary>
public sealed class ResourceRegistry
{
    private readonly FrozenDictionary<GroupVersionResource, Resource> _resources;

    private ResourceRegistry(IEnumerable<Resource> resources) => _resources = resources.ToFrozenDictionary(resource => resource.Info.Resource);

    public IEnumerable<Resource> Resources => _resources.Values;

    public Resource? Find(GroupVersionResource resource) => _resources.GetValueOrDefault(resource);

    /// <summary>The resource of a kind that is known to be served.</summary>
    public Resource FindKind(GroupVersionKind kind) =>
        Resources.FirstOrDefault(resource => resource.Info.Kind == kind) ?? throw new InvalidOperationException($"{kind} is not served");

    /// <summary>The registry of the built-in resources. Before the feed starts.</summary>
    public static ResourceRegistry BuiltIn(RegistryParts parts)
    {
        var types = BuiltInApi.Types;
        // What cannot be watched is not stored; componentstatuses can be listed all the same.
        return new(BuiltInApi.Infos.Where(static info => info.Verbs.Contains("list")).Select(info => Make(parts, info, BuiltInApi.Kinds, types)));
    }

    private static Resource Make(RegistryParts parts, ResourceInfo info, FrozenDictionary<GroupVersionKind, KindRegistration> kinds, SchemaModelTypes types)
    {
        var kind = kinds.GetValueOrDefault(info.Kind) ?? new(new KindRules());
        var doors = new Dictionary<string, UpdateRules>(kind.Doors);
        if (info.FindSubresource("status") is not null) doors.TryAdd("status", kind.Rules.Status ?? new UpdateRules());
        return new()
        {
            LazyOwnership = new(() => OwnershipOf(parts, info, types, doors.Keys)),
            Info = info,
            DecodeJson = JsonDecoder(parts, info),
            Rules = kind.Rules,
            Doors = doors.ToFrozenDictionary(),
            Conversion = kind.Conversion,
            ReturnsDeletedObject = kind.ReturnsDeletedObject,
            Cache = parts.Feed.Add(info.StoragePath, Decoder(parts, info, kind)),
            Feed = parts.Feed,
            Store = parts.Store,
            Admission = parts.Admission.For(info),
            Ids = parts.Ids,
            Time = parts.Time,
        };
    }

    private static FieldOwnership OwnershipOf(RegistryParts parts, ResourceInfo info, SchemaModelTypes types, IEnumerable<string> doors)
    {
        var empty = ObjectJson.Encode((IObject)EmptyObjects.Of(parts.Scheme, info.Kind));
        return new(info, types.Find(info.Kind)!, JsonValues.Read(empty), doors);
    }

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

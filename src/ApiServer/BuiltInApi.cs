using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.StoredVersions;
using Kybernet.Client;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer;

/// <summary>What is the same for every server of a process, because nothing of it ever changes: kinds and their schema.</summary>
public static class BuiltInApi
{
    private static readonly Lazy<IReadOnlyList<ServedResource>> s_resources = new(static () => BuiltInResources.From(Schema!));

    private static readonly Lazy<KindNames> s_names = new(static () => new(Schema!));

    public static Scheme Scheme { get; } = ApiScheme.Create();

    /// <summary>What a store can hold of them.</summary>
    public static Scheme Stored { get; } = StoredScheme.Of(Scheme);

    public static SchemaModel Schema { get; } = ApiSchema.Create();

    public static SchemaModelTypes Types { get; } = new(Schema);

    /// <summary>As discovery describes them.</summary>
    public static IReadOnlyList<ServedResource> Resources => s_resources.Value;

    public static KindNames Names => s_names.Value;

    internal static IReadOnlyList<ResourceInfo> Infos { get; } = [.. ResourceCatalogue.Of(Schema)];

    internal static FrozenDictionary<GroupVersionKind, KindRegistration> Kinds { get; } = KindRegistrations.BuiltIn();

    internal static FurnitureTemplates Furniture { get; } = new();
}

using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.Registry.StoredVersions;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer;

/// <summary>What is the same for every server of a process, because nothing of it ever changes: kinds and their schema.</summary>
internal static class BuiltInApi
{
    public static Scheme Scheme { get; } = ApiScheme.Create();

    /// <summary>What a store can hold of them.</summary>
    public static Scheme Stored { get; } = StoredScheme.Of(Scheme);

    public static SchemaModel Schema { get; } = ApiSchema.Create();

    public static SchemaModelTypes Types { get; } = new(Schema);

    public static IReadOnlyList<ServedResource> Resources { get; } = BuiltInResources.From(Schema);

    public static FurnitureTemplates Furniture { get; } = new();
}

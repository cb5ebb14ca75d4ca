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

/// <summary>What is the same for every server of a process, because nothing of it ever changes. Each is made when first asked for.</summary>
public static class BuiltInApi
{
    private static readonly Lazy<Scheme> s_scheme = new(ApiScheme.Create);
    private static readonly Lazy<Scheme> s_stored = new(static () => StoredScheme.Of(Scheme));
    private static readonly Lazy<SchemaModel> s_schema = new(ApiSchema.Create);
    private static readonly Lazy<SchemaModelTypes> s_types = new(static () => new(Schema));
    private static readonly Lazy<IReadOnlyList<ServedResource>> s_resources = new(static () => BuiltInResources.From(Schema));
    private static readonly Lazy<KindNames> s_names = new(static () => new(Schema));
    private static readonly Lazy<IReadOnlyList<ResourceInfo>> s_infos = new(static () => [.. ResourceCatalogue.Of(Schema)]);
    private static readonly Lazy<IReadOnlyDictionary<GroupVersionKind, KindRegistration>> s_registrations = new(KindRegistrations.BuiltIn);
    private static readonly Lazy<IReadOnlyList<BuiltInKind>> s_kinds = new(FindKinds);

    // What a thread can make while others make the rest: the two halves of what every server needs first.
    private static readonly Lazy<bool> s_prepared = new(static () =>
        ThreadPool.UnsafeQueueUserWorkItem(static _ => _ = (Stored, s_registrations.Value), null)
        && ThreadPool.UnsafeQueueUserWorkItem(static _ => ClusterFurniture.Prepare(TimeProvider.System), null));

    public static Scheme Scheme => s_scheme.Value;

    /// <summary>What a store can hold of them.</summary>
    public static Scheme Stored => s_stored.Value;

    public static SchemaModel Schema => s_schema.Value;

    public static SchemaModelTypes Types => s_types.Value;

    /// <summary>As discovery describes them.</summary>
    public static IReadOnlyList<ServedResource> Resources => s_resources.Value;

    public static KindNames Names => s_names.Value;

    internal static IReadOnlyList<ResourceInfo> Infos => s_infos.Value;

    /// <summary>What is stored. What cannot be watched is not; componentstatuses can be listed all the same.</summary>
    internal static IReadOnlyList<BuiltInKind> Kinds => s_kinds.Value;

    internal static FurnitureTemplates Furniture { get; } = new();

    /// <summary>Begins to make, on other threads, what the first server of the process will ask for; who asks meanwhile waits.</summary>
    public static void Prepare() => _ = s_prepared.Value;

    private static IReadOnlyList<BuiltInKind> FindKinds() =>
    [
        .. Infos.Where(static info => info.Verbs.Contains("list"))
            .Select(static info => new BuiltInKind(info, s_registrations.Value.GetValueOrDefault(info.Kind) ?? new(new KindRules()))),
    ];
}

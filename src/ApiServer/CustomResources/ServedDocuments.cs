using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi;
using Kybernet.ApiServer.OpenApi.Documents;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// What clients are told of what is served: of the built-in resources and of the custom ones of this moment. Made when first asked for;
/// made anew when custom resources have come or gone.
/// </summary>
internal sealed class ServedDocuments(ResourceRegistry registry, Func<string> serverAddress, string version)
{
    private readonly Lock _gate = new();
    private State<DiscoveryDocuments>? _discovery;
    private State<OpenApiDocuments>? _openApi;

    public DiscoveryDocuments Discovery
    {
        get
        {
            var custom = registry.Custom;
            if (Volatile.Read(ref _discovery) is { } known && ReferenceEquals(known.Of, custom)) return known.Documents;
            lock (_gate)
            {
                var made = new State<DiscoveryDocuments>(custom, DiscoveryDocuments.Build(Resources(custom), serverAddress()));
                Volatile.Write(ref _discovery, made);
                return made.Documents;
            }
        }
    }

    public OpenApiDocuments OpenApi
    {
        get
        {
            var custom = registry.Custom;
            if (Volatile.Read(ref _openApi) is { } known && ReferenceEquals(known.Of, custom)) return known.Documents;
            lock (_gate)
            {
                var kinds = custom.Definitions.SelectMany(static served => CustomKind.Of(served.Definition)).ToList();
                var made = new State<OpenApiDocuments>(
                    custom, OpenApiDocuments.Build(BuiltInApi.Schema, Resources(custom), version, kinds, _openApi?.Documents));
                Volatile.Write(ref _openApi, made);
                return made.Documents;
            }
        }
    }

    private static IReadOnlyList<ServedResource> Resources(CustomResourceSet custom) => custom.Definitions.Count == 0
        ? BuiltInApi.Resources
        : [.. BuiltInApi.Resources, .. custom.Definitions.SelectMany(static served => Described(served))];

    private static IEnumerable<ServedResource> Described(ServedDefinition served) =>
        DefinedResources.Of(served.Definition).Where(resource =>
            served.Versions.Any(version => version.Version.Gvk == resource.Gvk));

    private sealed record State<T>(CustomResourceSet Of, T Documents);
}

using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>A definition and the resources made of it: one for each version that is served, and the one that is stored.</summary>
/// <param name="definition">The definition.</param>
/// <param name="versions">The versions.</param>
/// <param name="caches">Those the feed fills: of the versions, or of the objects as they are stored.</param>
/// <param name="conversion">What converts them; null when versions differ in nothing but their name.</param>
internal sealed class ServedDefinition(
    CustomResourceDefinition definition, IReadOnlyList<ServedVersion> versions, IReadOnlyList<ResourceCache> caches, VersionConverter? conversion)
    : IAsyncDisposable
{
    private CustomResourceDefinition _definition = definition;

    /// <summary>As it is now. What the resources are made of (spec and accepted names) does not change.</summary>
    public CustomResourceDefinition Definition => Volatile.Read(ref _definition);

    public IReadOnlyList<ServedVersion> Versions => versions;

    public IReadOnlyList<ResourceCache> Caches => caches;

    /// <summary>The version objects are stored in.</summary>
    public Resource Stored => versions.First(static version => version.IsStored).Resource;

    /// <summary>Whether the resources are what the definition asks for.</summary>
    public bool Fits(CustomResourceDefinition other) =>
        other.Metadata.Uid == Definition.Metadata.Uid && other.Spec == Definition.Spec && other.Status.AcceptedNames == Definition.Status.AcceptedNames;

    public async ValueTask DisposeAsync()
    {
        if (conversion is not null) await conversion.DisposeAsync();
    }

    public void Follow(CustomResourceDefinition other) => Volatile.Write(ref _definition, other);
}

/// <summary>A version of a definition.</summary>
internal sealed record ServedVersion(CustomVersion Version, Resource Resource, bool IsServed, bool IsStored);

using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>A local copy of the metadata of any resource's objects, of kinds the program knows or not: for the garbage collector.</summary>
/// <remarks>
/// Upstream: client-go/metadata. In process the objects are the server's own, whole; across machines they are
/// <see cref="Machinery.Meta.PartialObjectMetadata"/>. Only their metadata may be relied on.
/// </remarks>
public interface IMetadataInformer : IAsyncDisposable
{
    GroupVersionResource Resource { get; }

    bool HasSynced { get; }

    ValueTask WaitForSyncAsync(CancellationToken cancel);

    IObject? Find(ObjectKey key);

    IReadOnlyList<IObject> List();

    /// <inheritdoc cref="IInformer{T}.Subscribe"/>
    IDisposable Subscribe(Action<ObjectChange<IObject>> handler);
}

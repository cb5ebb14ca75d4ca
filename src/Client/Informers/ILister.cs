using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>Reads of a local copy of a resource's objects. It lags behind the API server; it never goes back. Takes no lock.</summary>
/// <remarks>Upstream: client-go/tools/cache, Lister.</remarks>
public interface ILister<T>
    where T : class, IObject<T>
{
    T? Find(ObjectKey key);

    /// <summary>All objects at one moment, by namespace and name.</summary>
    IReadOnlyList<T> List();

    /// <summary>The objects of a namespace at one moment, by name.</summary>
    IReadOnlyList<T> List(string @namespace);
}

using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>A local copy of a resource's objects that follows the API server: list, watch, list anew when the watch cannot go on.</summary>
/// <remarks>Upstream: client-go/tools/cache, SharedIndexInformer and Reflector.</remarks>
public interface IInformer<T> : ILister<T>
    where T : class, IObject<T>
{
    /// <summary>The first list is complete here.</summary>
    bool HasSynced { get; }

    ValueTask WaitForSyncAsync(CancellationToken cancel);

    /// <summary>
    /// Calls <paramref name="handler"/> for each change, in order, one at a time, after the copy has it; first for every object there is, as an
    /// addition. The handler returns at once (it adds a key to a queue).
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    IDisposable Subscribe(Action<ObjectChange<T>> handler);

    /// <summary>An index of the objects, kept from now on. A name that exists gives the index there is.</summary>
    IObjectIndex<T> AddIndex(string name, Func<T, IEnumerable<string>> valuesOf);
}

/// <summary>The objects by a value computed of them: pods by node, by the UID of their controller.</summary>
public interface IObjectIndex<T>
{
    IReadOnlyList<T> Find(string value);
}

/// <summary>A change of one object.</summary>
/// <param name="Old">Null of an addition.</param>
/// <param name="New">Null of a deletion.</param>
public readonly record struct ObjectChange<T>(T? Old, T? New)
    where T : class
{
    /// <summary>The object after the change, or the last state of a deleted one.</summary>
    public T Any => (New ?? Old)!;
}

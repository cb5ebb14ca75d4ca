using System.Collections.Concurrent;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

/// <summary>The objects of an informer, their indexes, and those who are told of changes.</summary>
/// <remarks>
/// Publication order of a change: objects → indexes → handlers. So what a handler is told of is in the objects and in every index; an
/// index may be the one change behind the objects that is being published.
/// </remarks>
internal sealed class LocalCopy<T>(ILogger log)
    where T : class, IObject
{
    private readonly ConcurrentDictionary<string, ObjectIndex<T>> _indexes = new(StringComparer.Ordinal);

    // Held while a change is published and while a subscriber is told what there is. Handlers run under it, so they return at once and
    // take no lock under which others subscribe.
    private readonly Lock _gate = new();
    private ObjectTree<T> _objects = ObjectTree<T>.Empty;
    private Subscriber[] _subscribers = [];

    public ObjectTree<T> Objects => Volatile.Read(ref _objects);

    public ObjectIndex<T> AddIndex(string name, Func<T, IEnumerable<string>> valuesOf)
    {
        if (_indexes.TryGetValue(name, out var there)) return there;
        lock (_gate)
        {
            if (_indexes.TryGetValue(name, out there)) return there;
            var index = new ObjectIndex<T>(valuesOf);
            index.Reset(_objects.All);
            _indexes[name] = index;
            return index;
        }
    }

    public IDisposable Subscribe(Action<T?, T?> handler)
    {
        var subscriber = new Subscriber(this, handler);
        lock (_gate)
        {
            foreach (var item in _objects.All) Tell(subscriber, null, item);
            _subscribers = [.. _subscribers, subscriber];
        }

        return subscriber;
    }

    /// <summary>The object is now like this.</summary>
    public void Set(T current)
    {
        lock (_gate)
        {
            var old = _objects.Find(current.Key);
            Volatile.Write(ref _objects, _objects.Set(current));
            foreach (var index in _indexes.Values) index.Change(old, current);
            TellAll(old, current);
        }
    }

    /// <summary>The object is gone; <paramref name="last"/> is its last state.</summary>
    public void Remove(T last)
    {
        lock (_gate)
        {
            if (_objects.Find(last.Key) is not { } old) return;
            Volatile.Write(ref _objects, _objects.Remove(last.Key));
            foreach (var index in _indexes.Values) index.Change(old, null);
            TellAll(last, null);
        }
    }

    /// <summary>
    /// Exchanges everything at once. Subscribers are told the difference: additions and changes, then deletions, each in the order of
    /// keys; what has the same UID and resource version is no change.
    /// </summary>
    /// <param name="items">In the order of their keys.</param>
    public void Replace(T[] items)
    {
        lock (_gate)
        {
            var old = _objects;
            var current = ObjectTree<T>.Of(items);
            Volatile.Write(ref _objects, current);
            foreach (var index in _indexes.Values) index.Reset(items);
            foreach (var item in items) TellReplaced(old.Find(item.Key), item);
            foreach (var item in old.All)
                if (current.Find(item.Key) is null) TellAll(item, null);
        }
    }

    private void TellReplaced(T? old, T current)
    {
        if (old is not null && old.Metadata.Uid == current.Metadata.Uid && old.Metadata.ResourceVersion == current.Metadata.ResourceVersion) return;
        TellAll(old, current);
    }

    private void TellAll(T? old, T? current)
    {
        foreach (var subscriber in _subscribers) Tell(subscriber, old, current);
    }

    private void Tell(Subscriber subscriber, T? old, T? current)
    {
        try
        {
            subscriber.Handler(old, current);
        }
        // One subscriber's bug is not the others': it is logged, and the copy goes on.
        catch (Exception e)
        {
            InformerLog.HandlerThrew(log, (current ?? old)!.Key, e);
        }
    }

    private sealed class Subscriber(LocalCopy<T> copy, Action<T?, T?> handler) : IDisposable
    {
        public Action<T?, T?> Handler => handler;

        public void Dispose()
        {
            lock (copy._gate) copy._subscribers = [.. copy._subscribers.Where(other => other != this)];
        }
    }
}

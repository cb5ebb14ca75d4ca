using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Kubelet.Server.Access;

/// <summary>Answers that hold for a while. When it is full it forgets everything, which costs no more than asking again.</summary>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider time)
    where TKey : notnull
{
    private const int MaxEntries = 1024;

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset End)> _entries = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_entries.TryGetValue(key, out var entry) && entry.End > time.GetUtcNow())
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    public void Set(TKey key, TValue value, TimeSpan life)
    {
        if (_entries.Count >= MaxEntries) _entries.Clear();
        _entries[key] = (value, time.GetUtcNow() + life);
    }
}

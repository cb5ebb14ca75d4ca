using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Forwarding;

/// <summary>Upstreams' answers while they hold. The oldest goes when there are too many.</summary>
internal sealed class AnswerCache(int capacity, TimeSpan longest, TimeProvider time)
{
    // Guards both. Taken alone, for a look-up or an insertion.
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly Queue<Key> _order = [];

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>The answer and its age, in seconds.</summary>
    public (RawAnswer Answer, int Age)? Find(DnsQuery query)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_entries.TryGetValue(Key.Of(query), out var entry) || now >= entry.Until) return null;
            return (entry.Answer, (int)(now - entry.Since).TotalSeconds);
        }
    }

    public void Add(DnsQuery query, RawAnswer answer)
    {
        var seconds = Math.Min(answer.Ttl, longest.TotalSeconds);
        if (seconds <= 0) return;
        var now = time.GetUtcNow();
        var key = Key.Of(query);
        lock (_lock)
        {
            if (!_entries.ContainsKey(key)) _order.Enqueue(key);
            _entries[key] = new(answer, now, now.AddSeconds(seconds));
            while (_entries.Count > capacity) _entries.Remove(_order.Dequeue());
        }
    }

    private readonly record struct Key(string Name, DnsType Type, ushort Class, bool DnssecOk, bool HasEdns)
    {
        public static Key Of(DnsQuery query) =>
            new(query.Question.LowerName, query.Question.Type, query.Question.Class, query.DnssecOk, query.HasEdns);
    }

    private readonly record struct Entry(RawAnswer Answer, DateTimeOffset Since, DateTimeOffset Until);
}

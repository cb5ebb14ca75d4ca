namespace Kybernet.Store.Serving.Http2;

/// <summary>The header fields a peer may refer to by number: RFC 7541's own 61, then those it sent before, the newest first.</summary>
internal sealed class HeaderTable
{
    /// <summary>What a peer may fill; it is what RFC 7540 has both sides begin with.</summary>
    public const int MaxBytes = 4096;

    private const int EntryOverhead = 32;

    private static readonly HeaderField[] s_static =
    [
        new(":authority", ""),
        new(":method", "GET"),
        new(":method", "POST"),
        new(":path", "/"),
        new(":path", "/index.html"),
        new(":scheme", "http"),
        new(":scheme", "https"),
        new(":status", "200"),
        new(":status", "204"),
        new(":status", "206"),
        new(":status", "304"),
        new(":status", "400"),
        new(":status", "404"),
        new(":status", "500"),
        new("accept-charset", ""),
        new("accept-encoding", "gzip, deflate"),
        new("accept-language", ""),
        new("accept-ranges", ""),
        new("accept", ""),
        new("access-control-allow-origin", ""),
        new("age", ""),
        new("allow", ""),
        new("authorization", ""),
        new("cache-control", ""),
        new("content-disposition", ""),
        new("content-encoding", ""),
        new("content-language", ""),
        new("content-length", ""),
        new("content-location", ""),
        new("content-range", ""),
        new("content-type", ""),
        new("cookie", ""),
        new("date", ""),
        new("etag", ""),
        new("expect", ""),
        new("expires", ""),
        new("from", ""),
        new("host", ""),
        new("if-match", ""),
        new("if-modified-since", ""),
        new("if-none-match", ""),
        new("if-range", ""),
        new("if-unmodified-since", ""),
        new("last-modified", ""),
        new("link", ""),
        new("location", ""),
        new("max-forwards", ""),
        new("proxy-authenticate", ""),
        new("proxy-authorization", ""),
        new("range", ""),
        new("referer", ""),
        new("refresh", ""),
        new("retry-after", ""),
        new("server", ""),
        new("set-cookie", ""),
        new("strict-transport-security", ""),
        new("transfer-encoding", ""),
        new("user-agent", ""),
        new("vary", ""),
        new("via", ""),
        new("www-authenticate", ""),
    ];

    private readonly Ring _entries = new();
    private int _bytes;
    private int _limit = MaxBytes;

    /// <summary>The field of a number from 1 on; null when there is none.</summary>
    public HeaderField? Find(int index)
    {
        if (index < 1) return null;
        return index <= s_static.Length ? s_static[index - 1] : _entries.Newest(index - s_static.Length - 1);
    }

    public void Add(HeaderField field)
    {
        var size = field.Name.Length + field.Value.Length + EntryOverhead;
        EvictTo(_limit - size);
        if (size > _limit) return;
        _entries.Add(field);
        _bytes += size;
    }

    /// <summary>False when the peer may not fill so much.</summary>
    public bool Resize(int limit)
    {
        if (limit > MaxBytes) return false;
        _limit = limit;
        EvictTo(limit);
        return true;
    }

    private void EvictTo(int bytes)
    {
        while (_bytes > Math.Max(0, bytes) && _entries.RemoveOldest() is { } field) _bytes -= field.Name.Length + field.Value.Length + EntryOverhead;
    }

    /// <summary>As many as fit: an entry counts for at least its overhead.</summary>
    private sealed class Ring
    {
        private const int Places = MaxBytes / EntryOverhead;

        private readonly HeaderField[] _places = new HeaderField[Places];
        private int _start;
        private int _count;

        public HeaderField? Newest(int age) => age < _count ? _places[(_start + _count - 1 - age) % Places] : null;

        public void Add(HeaderField field) => _places[(_start + _count++) % Places] = field;

        public HeaderField? RemoveOldest()
        {
            if (_count == 0) return null;
            var oldest = _places[_start];
            (_start, _count) = ((_start + 1) % Places, _count - 1);
            return oldest;
        }
    }
}

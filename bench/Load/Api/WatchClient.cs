using System.Buffers.Text;

namespace Kybernet.Bench.Load.Api;

/// <summary>
/// Reads a watch on a thread of its own until it has seen the wanted number of events, and checks that revisions only grow. That, the
/// number, and the sum of all revisions being that of the writers' answers, say: each event exactly once, in order.
/// </summary>
internal sealed class WatchClient : IDisposable
{
    private readonly LoadConnection _connection;
    private readonly byte[] _line = new byte[64 * 1024];
    private int _length;
    private long _last;

    public WatchClient(KubeAccess access, byte[] request)
    {
        _connection = new(access);
        _connection.Send(request);
        var head = _connection.ReadHead();
        if (head.Status != 200) throw new InvalidOperationException($"the watch was answered {head.Status}");
    }

    public int Events { get; private set; }

    public long RevisionSum { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What was wrong with the stream; null when nothing was.</summary>
    public string? Problem { get; private set; }

    public void Read(int events)
    {
        try
        {
            while (Events < events && Problem is null)
            {
                var left = _connection.ReadChunkSize();
                if (left == 0)
                {
                    Problem = "the stream ended";
                    return;
                }

                Bytes += left;
                for (; left > 0; left -= TakeSome(left))
                    if (_connection.Unread.IsEmpty && !_connection.Fill()) throw new IOException("the server closed the connection");
                _connection.Pass(2);
            }
        }
        catch (IOException e)
        {
            Problem = e.Message;
        }
    }

    public void Dispose() => _connection.Dispose();

    // Lines are found in the connection's buffer; only those that lie across its end or a chunk's are copied.
    private int TakeSome(int limit)
    {
        var unread = _connection.Unread;
        if (unread.Length > limit) unread = unread[..limit];
        var rest = unread;
        int end;
        while ((end = rest.IndexOf((byte)'\n')) >= 0)
        {
            if (_length == 0) Count(rest[..end]);
            else Keep(rest[..end], whole: true);
            rest = rest[(end + 1)..];
        }

        Keep(rest, whole: false);
        _connection.Take(unread.Length);
        return unread.Length;
    }

    private void Keep(ReadOnlySpan<byte> part, bool whole)
    {
        part.CopyTo(_line.AsSpan(_length));
        _length += part.Length;
        if (!whole) return;
        Count(_line.AsSpan(0, _length));
        _length = 0;
    }

    private void Count(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("{\"type\":\"ADDED\""u8))
        {
            Problem = "an event that is not ADDED";
            return;
        }

        var revision = Revision(line);
        if (revision <= _last) Problem = $"revision {revision} after {_last}";
        _last = revision;
        RevisionSum += revision;
        Events++;
    }

    /// <summary>The first resource version in a document; 0 when there is none.</summary>
    public static long Revision(ReadOnlySpan<byte> json)
    {
        var name = "\"resourceVersion\":\""u8;
        var at = json.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(json[(at + name.Length)..], out long revision, out _) ? revision : 0;
    }
}

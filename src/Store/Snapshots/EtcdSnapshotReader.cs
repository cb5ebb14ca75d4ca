using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Kybernet.Base;
using Kybernet.Store.Mvcc;
using Kybernet.Store.Protocol;
using Kybernet.Store.Snapshots.Bolt;

namespace Kybernet.Store.Snapshots;

/// <summary>Reads what <c>etcdctl snapshot save</c> wrote, of a real etcd or of a served store: the state at its last revision.</summary>
/// <remarks>
/// etcd's file holds every revision not compacted, in order. Opening it goes over all: checks the checksum, keeps of each key where its
/// last revision lies, drops those whose last one is a deletion. Reading goes over it again and hands out what was kept. In memory is one
/// entry a key, no value.
/// </remarks>
internal sealed class EtcdSnapshotReader : ISnapshotReader
{
    /// <summary>What etcd's server sends after the database, and etcdctl leaves there.</summary>
    private const int ChecksumBytes = 32;

    /// <summary>Revision (8), an underscore, place in the transaction (8); a deletion has one byte more.</summary>
    private const int RevisionKeyBytes = 17;

    private readonly FileStream _file;
    private readonly Dictionary<Bytes, (long Main, long Sub)> _live = [];
    private readonly List<(LeaseId Id, long TtlSeconds)> _leases = [];
    private BoltReader _database = null!;
    private IEnumerator<KeyValue>? _keys;
    private int _nextLease;

    private EtcdSnapshotReader(FileStream file) => _file = file;

    public Revision Revision { get; private set; }

    public SnapshotInfo? Info { get; private set; }

    /// <summary>Opens and checks a snapshot. Errors: Unavailable when it cannot be read, is not a snapshot, or is not whole.</summary>
    public static StoreResult<EtcdSnapshotReader> Open(string path, CancellationToken cancel)
    {
        EtcdSnapshotReader? reader = null;
        try
        {
            reader = new(new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024));
            reader.Scan(cancel);
            return reader;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            reader?.Dispose();
            return SnapshotFiles.Unreadable(path, failed);
        }
    }

    public StoreResult<bool> Next(out KeyValue? key, out (LeaseId Id, long TtlSeconds)? lease)
    {
        (key, lease) = (null, null);
        try
        {
            _keys ??= LiveKeys().GetEnumerator();
            if (_keys.MoveNext()) key = _keys.Current;
            else if (_nextLease < _leases.Count) lease = _leases[_nextLease++];
            return key is not null || lease is not null;
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException)
        {
            return SnapshotFiles.Unreadable(_file.Name, failed);
        }
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _file.Dispose();
    }

    private void Scan(CancellationToken cancel)
    {
        var sha = CheckSum(cancel);
        _database = new(_file, _file.Length - ChecksumBytes);
        var (hash, total, last, compacted) = (0u, 0L, 0L, 0L);
        foreach (var (name, bucket) in _database.Buckets())
        {
            hash = Checksum.Of(name, hash);
            var bucketName = Encoding.UTF8.GetString(name);
            foreach (var (key, value) in _database.Pairs(bucket))
            {
                cancel.ThrowIfCancellationRequested();
                hash = Checksum.Of(value.Span, Checksum.Of(key.Span, hash));
                total++;
                if (bucketName == "key") last = Note(key.Span, value);
                else if (bucketName == "lease") _leases.Add(ReadLease(value));
                else if (bucketName == "meta" && key.Span.SequenceEqual("finishedCompactRev"u8)) compacted = ReadRevision(value.Span).Main;
            }
        }

        // An etcd that opens the file stands there too (mvcc/kvstore.go: restore).
        Revision = new(Math.Max(Math.Max(last, compacted), Revision.Initial.Value));
        Info = new(Revision, _live.Count, _leases.Count, _file.Length, File.GetLastWriteTimeUtc(_file.Name), sha)
        {
            Hash = hash,
            TotalKeys = total,
            TotalBytes = _database.Pages * _database.PageSize,
        };
    }

    /// <summary>Notes where the newest revision of a key is, the deleted forgotten; returns the revision.</summary>
    private long Note(ReadOnlySpan<byte> revisionKey, ReadOnlyMemory<byte> record)
    {
        var revision = ReadRevision(revisionKey);
        var key = Bytes.CopyOf(Parse(record).Key.Span);
        if (revisionKey.Length > RevisionKeyBytes) _live.Remove(key);
        else _live[key] = revision;
        return revision.Main;
    }

    private IEnumerable<KeyValue> LiveKeys()
    {
        foreach (var (name, bucket) in _database.Buckets())
        {
            if (!name.AsSpan().SequenceEqual("key"u8)) continue;
            foreach (var (revisionKey, record) in _database.Pairs(bucket))
            {
                var item = Parse(record);
                if (_live.TryGetValue(Wire.FromWire(item.Key), out var newest) && newest == ReadRevision(revisionKey.Span)) yield return Wire.FromWire(item);
            }
        }
    }

    /// <summary>The checksum at the end, when it is that of all before.</summary>
    private string CheckSum(CancellationToken cancel)
    {
        // A database is whole pages of at least 512 bytes: what is left over is the checksum.
        if (_file.Length % 512 != ChecksumBytes) throw new InvalidDataException("it does not end in a checksum, so it is no snapshot or not all of one");
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[256 * 1024];
        for (var left = _file.Length - ChecksumBytes; left > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            var part = piece.AsSpan(0, (int)Math.Min(left, piece.Length));
            _file.ReadExactly(part);
            sum.AppendData(part);
            left -= part.Length;
        }

        var expected = new byte[ChecksumBytes];
        _file.ReadExactly(expected);
        if (!sum.GetHashAndReset().AsSpan().SequenceEqual(expected)) throw new InvalidDataException("its checksum does not match");
        return Convert.ToHexStringLower(expected);
    }

    private static Protocol.KeyValue Parse(ReadOnlyMemory<byte> record)
    {
        try
        {
            return Protocol.KeyValue.Parser.ParseFrom(record.Span);
        }
        catch (InvalidProtocolBufferException failed)
        {
            throw new InvalidDataException($"a key's record cannot be read: {failed.Message}", failed);
        }
    }

    private static (long Main, long Sub) ReadRevision(ReadOnlySpan<byte> key) => key.Length >= RevisionKeyBytes
        ? (BinaryPrimitives.ReadInt64BigEndian(key), BinaryPrimitives.ReadInt64BigEndian(key[9..]))
        : throw new InvalidDataException($"a revision of {key.Length} bytes");

    /// <summary>leasepb.Lease: 1 ID, 2 TTL.</summary>
    private static (LeaseId, long) ReadLease(ReadOnlyMemory<byte> record)
    {
        var (id, ttl) = (0L, 0L);
        try
        {
            using var input = new CodedInputStream(record.ToArray());
            while (input.ReadTag() is var tag and not 0)
            {
                if (tag == WireFormat.MakeTag(1, WireFormat.WireType.Varint)) id = input.ReadInt64();
                else if (tag == WireFormat.MakeTag(2, WireFormat.WireType.Varint)) ttl = input.ReadInt64();
                else input.SkipLastField();
            }
        }
        catch (InvalidProtocolBufferException failed)
        {
            throw new InvalidDataException($"a lease's record cannot be read: {failed.Message}", failed);
        }

        return (new(id), Math.Max(ttl, 1));
    }
}

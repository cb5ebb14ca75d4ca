using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kybernet.Store.Snapshots;

/// <summary>Reads a snapshot file: keys and leases one by one, with a bound on what is held at once, and checks its checksum at the end.</summary>
public sealed class SnapshotReader : ISnapshotReader
{
    // No request of any store is larger; a length beyond is damage, not a reason to ask for memory.
    private const int LongestField = 64 * 1024 * 1024;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _header = new byte[64];
    private long _keys;
    private long _leases;
    private bool _ended;

    private SnapshotReader(FileStream file) => _file = file;

    public Revision Revision { get; private set; }

    public DateTimeOffset TakenAt { get; private set; }

    /// <summary>What is in the file, once it was read to its end and found whole.</summary>
    public SnapshotInfo? Info { get; private set; }

    /// <summary>Opens a snapshot. Errors: Unavailable when it cannot be read, is not a snapshot, or is cut short.</summary>
    public static StoreResult<SnapshotReader> Open(string path)
    {
        SnapshotReader? reader = null;
        try
        {
            reader = new(new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024));
            reader.ReadHeader();
            return reader;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            reader?.Dispose();
            return SnapshotFiles.Unreadable(path, failed);
        }
    }

    /// <summary>The next key, or the next lease; false at the end, when all has been checked.</summary>
    public StoreResult<bool> Next(out KeyValue? key, out (LeaseId Id, long TtlSeconds)? lease)
    {
        (key, lease) = (null, null);
        try
        {
            if (_ended) return false;
            Read(_header.AsSpan(0, 1));
            switch (_header[0])
            {
                case SnapshotFormat.KeyRecord:
                    key = ReadKey();
                    _keys++;
                    return true;
                case SnapshotFormat.LeaseRecord:
                    Read(_header.AsSpan(0, SnapshotFormat.LeaseBytes));
                    lease = (new(BinaryPrimitives.ReadInt64LittleEndian(_header)), BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(8)));
                    _leases++;
                    return true;
                case SnapshotFormat.EndRecord:
                    ReadEnd();
                    return false;
                default:
                    throw new InvalidDataException($"there is no record of kind {_header[0]}, at byte {_file.Position - 1}");
            }
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException)
        {
            return SnapshotFiles.Unreadable(_file.Name, failed);
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
    }

    private void ReadHeader()
    {
        Read(_header.AsSpan(0, SnapshotFormat.HeaderBytes));
        if (!_header.AsSpan(0, SnapshotFormat.Magic.Length).SequenceEqual(SnapshotFormat.Magic)) throw new InvalidDataException("it is not a snapshot");
        Revision = new(BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(8)));
        var milliseconds = BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(16));
        if (milliseconds is < 0 or > 253_402_300_799_999) throw new InvalidDataException("its date is none");
        TakenAt = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private KeyValue ReadKey()
    {
        Read(_header.AsSpan(0, SnapshotFormat.KeyHeaderBytes));
        var key = ReadField(BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(32)));
        var value = ReadField(BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(36)));
        return SnapshotFormat.ReadKey(_header, key, value);
    }

    private byte[] ReadField(int length)
    {
        if (length is < 0 or > LongestField
            || length > _file.Length - _file.Position) throw new InvalidDataException($"a field of {length} bytes, at byte {_file.Position}");
        var field = new byte[length];
        Read(field);
        return field;
    }

    private void ReadEnd()
    {
        Read(_header.AsSpan(0, SnapshotFormat.EndCountsBytes));
        var keys = BinaryPrimitives.ReadInt64LittleEndian(_header);
        var leases = BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(8));
        var expected = _hash.GetHashAndReset();
        _file.ReadExactly(_header.AsSpan(0, SnapshotFormat.HashBytes));
        if (!_header.AsSpan(0, SnapshotFormat.HashBytes).SequenceEqual(expected)) throw new InvalidDataException("its checksum does not match");
        if (keys != _keys || leases != _leases) throw new InvalidDataException($"it should hold {keys} keys and {leases} leases but has {_keys} and {_leases}");
        if (_file.Position != _file.Length) throw new InvalidDataException($"{_file.Length - _file.Position} bytes follow its end");
        _ended = true;
        Info = new(Revision, keys, leases, _file.Length, TakenAt, Convert.ToHexStringLower(expected))
        {
            Hash = BinaryPrimitives.ReadUInt32BigEndian(expected),
            TotalKeys = keys,
            TotalBytes = _file.Length,
        };
    }

    private void Read(Span<byte> into)
    {
        _file.ReadExactly(into);
        _hash.AppendData(into);
    }
}

using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>A few connections that read values beside the writer. A reader takes the first that is free.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private const int Connections = 4;

    private readonly Reader[] _readers;
    private int _turn;

    private SqliteReaders(Reader[] readers) => _readers = readers;

    public static StoreResult<SqliteReaders> Open(string path)
    {
        var readers = new List<Reader>();
        for (var i = 0; i < Connections; i++)
        {
            StoreError? fault = null;
            if (SqliteDatabase.Open(path, create: false).TryGet(out var database, out var unopened))
            {
                fault = database.Execute("pragma query_only = on") ?? database.Execute("pragma cache_size = -1024");
                if (fault is null)
                {
                    readers.Add(new(database));
                    continue;
                }

                database.Dispose();
            }

            foreach (var reader in readers) reader.Dispose();
            return fault ?? unopened!;
        }

        return new SqliteReaders([.. readers]);
    }

    public StoreError.Unavailable? Read(long sequence, out byte[]? value)
    {
        var reader = Enter();
        try
        {
            return reader.Read(sequence, out value);
        }
        finally
        {
            Monitor.Exit(reader);
        }
    }

    /// <summary>How many of so many bytes on disk hold data; when that cannot be found out, all.</summary>
    public long BytesInUse(long bytes)
    {
        var reader = Enter();
        try
        {
            return reader.FreeBytes() is { } free ? Math.Max(0, bytes - free) : bytes;
        }
        finally
        {
            Monitor.Exit(reader);
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
        {
            lock (reader) reader.Dispose();
        }
    }

    /// <summary>A reader nobody else uses until <see cref="Monitor.Exit(object)"/>.</summary>
    private Reader Enter()
    {
        foreach (var reader in _readers)
            if (Monitor.TryEnter(reader))
                return reader;
        var mine = _readers[(uint)Interlocked.Increment(ref _turn) % Connections];
        Monitor.Enter(mine);
        return mine;
    }

    private sealed class Reader(SqliteDatabase database) : IDisposable
    {
        private readonly sqlite3_stmt _select = database.Prepare("select bytes from value where sequence = ?");
        private bool _disposed;

        public StoreError.Unavailable? Read(long sequence, out byte[]? value)
        {
            value = null;
            if (_disposed) return new(UnavailableReason.Closed, "the store is closed");
            raw.sqlite3_bind_int64(_select, 1, sequence);
            var code = raw.sqlite3_step(_select);
            if (code == raw.SQLITE_ROW) value = raw.sqlite3_column_blob(_select, 0).ToArray();
            var fault = code is raw.SQLITE_ROW or raw.SQLITE_DONE ? null : database.FaultOf(code);
            raw.sqlite3_reset(_select);
            return fault;
        }

        public long? FreeBytes()
        {
            if (_disposed || database.QueryNumber("pragma freelist_count", out var pages) is not null) return null;
            return database.QueryNumber("pragma page_size", out var pageBytes) is null ? pages * pageBytes : null;
        }

        public void Dispose()
        {
            _disposed = true;
            _select.Dispose();
            database.Dispose();
        }
    }
}

using Kybernet.Store.Mvcc;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>A store's file: events and values appended by sequence, in SQLite's write-ahead log, one sync a batch.</summary>
/// <remarks>
/// <para>Two tables, so that a start reads events without their values: <c>event(sequence, record)</c>, the record laid out by
/// <see cref="EventCodec"/>, and <c>value(sequence, bytes)</c>. Both grow at the end only; compaction deletes rows. Beside
/// them <c>lease</c> and, in <c>state</c>, the compacted revision and the least the current one can be.</para>
/// <para>A change is durable when its commit record is synced in the log. Moving the log into the file is
/// <see cref="SqliteCheckpointer"/>'s, on a thread of its own.</para>
/// </remarks>
internal sealed class SqliteFile : IStoreFile
{
    public const string FileName = "store.db";

    /// <summary>"kybS" in the file's header.</summary>
    private const int ApplicationId = 0x6b796253;
    private const int FormatVersion = 1;

    // Pages of 8 KiB: a third faster than 4 KiB for values of 1 KiB; 16 KiB is little faster and doubles what a lone small write costs.
    private const int PageBytes = 8192;

    private const string Schema = """
        create table event(sequence integer primary key, record blob not null);
        create table value(sequence integer primary key, bytes blob not null);
        create table lease(id integer primary key, ttl_seconds integer not null);
        create table state(id integer primary key check (id = 1), revision integer not null, compacted integer not null);
        insert into state values (1, 1, 0);
        """;

    // A log longer than this is cut when nobody writes.
    private const long LogBytesWhenCalm = 1024 * 1024;

    private readonly string _path;
    private readonly SqliteDatabase _database;
    private readonly SqliteReaders _readers;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly SqliteStatements _statements;
    private readonly SafeFileHandle _handle;
    private byte[] _record = new byte[512];

    private SqliteFile(string path, SqliteDatabase database, SqliteReaders readers, SqliteCheckpointer checkpointer, SafeFileHandle handle)
    {
        (_path, _database, _readers, _checkpointer, _handle) = (path, database, readers, checkpointer, handle);
        _statements = new(database);
    }

    public string Name => _path;

    private string LogPath => _path + "-wal";

    public string Version => FormatVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="path">The file; made if it is not there.</param>
    /// <param name="maxBytes">What it may grow to; 0: no bound.</param>
    public static StoreResult<SqliteFile> Open(string path, long maxBytes)
    {
        if (CreatePrivate(path) is { } uncreated) return uncreated;
        if (!SqliteDatabase.Open(path, create: true).TryGet(out var database, out var unopened)) return unopened;
        if ((Prepare(database, path) ?? Bound(database, maxBytes)) is { } unprepared)
        {
            database.Dispose();
            return unprepared;
        }

        if (!SqliteReaders.Open(path).TryGet(out var readers, out var noReaders))
        {
            database.Dispose();
            return noReaders;
        }

        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!SqliteCheckpointer.Start(path, database, handle).TryGet(out var checkpointer, out var noCheckpointer))
        {
            readers.Dispose();
            database.Dispose();
            handle.Dispose();
            return noCheckpointer;
        }

        return new SqliteFile(path, database, readers, checkpointer, handle);
    }

    public StoreError.Unavailable? Load(StateLoader loader)
    {
        if (_database.QueryNumber("select revision from state", out var revision) is { } noRevision) return noRevision;
        if (_database.QueryNumber("select compacted from state", out var compacted) is { } noCompacted) return noCompacted;
        (loader.Revision, loader.Compacted) = (revision, compacted);
        using (var leases = _database.Prepare("select id, ttl_seconds from lease"))
        {
            int code;
            while ((code = raw.sqlite3_step(leases)) == raw.SQLITE_ROW)
                loader.Leases.Add((raw.sqlite3_column_int64(leases, 0), raw.sqlite3_column_int64(leases, 1)));
            if (code != raw.SQLITE_DONE) return _database.FaultOf(code);
        }

        if (_database.QueryNumber("select max(sequence) - min(sequence) + 1 from event", out var atMost) is { } uncounted) return uncounted;
        // Compaction leaves gaps: pages bound the number, too. No event takes less than 64 bytes.
        using var pause = CollectionPause.Begin(Math.Min(atMost, LengthOf(_path) / 64));
        using var events = new SqliteEventReader(_database);
        if (events.ReadInto(loader, out var damage) is { } unread) return unread;
        if (damage is not null) return Damaged(damage);
        return loader.Finish() is { } incomplete ? Damaged(incomplete) : null;
    }

    public StoreError.Unavailable? Write(CommitBatch batch)
    {
        _checkpointer.BeforeWrite();
        var fault = _database.Run(_statements.Begin) ?? WriteRows(batch) ?? _database.Run(_statements.Commit);
        if (fault is not null && raw.sqlite3_get_autocommit(_database.Handle) == 0) _database.Run(_statements.Rollback);
        return fault;
    }

    public StoreError.Unavailable? ReadValue(long sequence, out byte[]? value) => _readers.Read(sequence, out value);

    public bool Tidy(bool longCalm)
    {
        if (_checkpointer.Tidy(longCalm)) return true;
        if (longCalm && LengthOf(LogPath) > LogBytesWhenCalm) _checkpointer.Truncate();
        return false;
    }

    public StoreError.Unavailable? Shrink() => _database.Execute("pragma incremental_vacuum") ?? _checkpointer.Truncate();

    public (long Bytes, long InUse) Size()
    {
        var bytes = LengthOf(_path) + LengthOf(LogPath);
        return (bytes, _readers.BytesInUse(bytes));
    }

    public void Dispose()
    {
        _checkpointer.Dispose();
        _readers.Dispose();
        _statements.Dispose();
        // Closing the last connection moves the log into the file and removes it.
        _database.Dispose();
        _handle.Dispose();
    }

    private StoreError.Unavailable? WriteRows(CommitBatch batch)
    {
        foreach (var node in batch.Events)
            if (WriteEvent(node) is { } fault)
                return fault;
        foreach (var lease in batch.Granted)
        {
            raw.sqlite3_bind_int64(_statements.InsertLease, 1, lease.Id);
            raw.sqlite3_bind_int64(_statements.InsertLease, 2, lease.TtlSeconds);
            if (_database.Run(_statements.InsertLease) is { } fault) return fault;
        }

        foreach (var lease in batch.Revoked)
        {
            raw.sqlite3_bind_int64(_statements.DeleteLease, 1, lease.Id);
            if (_database.Run(_statements.DeleteLease) is { } fault) return fault;
        }

        if (batch.Compacted > 0)
        {
            raw.sqlite3_bind_int64(_statements.Compact, 1, batch.Compacted);
            if (_database.Run(_statements.Compact) is { } fault) return fault;
        }

        return DeleteRows(batch);
    }

    private StoreError.Unavailable? WriteEvent(KeyRevision node)
    {
        var size = EventCodec.SizeOf(node);
        if (_record.Length < size) _record = new byte[size * 2];
        EventCodec.Write(node, _record);
        raw.sqlite3_bind_int64(_statements.InsertEvent, 1, node.Sequence);
        raw.sqlite3_bind_blob(_statements.InsertEvent, 2, _record.AsSpan(0, size));
        if (_database.Run(_statements.InsertEvent) is { } fault) return fault;
        if (node.ValueLength == 0) return null;
        raw.sqlite3_bind_int64(_statements.InsertValue, 1, node.Sequence);
        raw.sqlite3_bind_blob(_statements.InsertValue, 2, node.Value);
        return _database.Run(_statements.InsertValue);
    }

    private StoreError.Unavailable? DeleteRows(CommitBatch batch)
    {
        foreach (var range in batch.Dead)
        {
            foreach (var delete in _statements.Deletes)
            {
                raw.sqlite3_bind_int64(delete, 1, range.First);
                raw.sqlite3_bind_int64(delete, 2, range.Last);
                if (_database.Run(delete) is { } fault) return fault;
            }
        }

        return null;
    }

    private StoreError.Unavailable Damaged(string detail) => new(UnavailableReason.Damaged, SqliteDatabase.DamageMessage(_path, detail));

    private static StoreError.Unavailable? Prepare(SqliteDatabase database, string path)
    {
        if (database.QueryNumber("pragma application_id", out var application) is { } unreadable) return unreadable;
        if (database.QueryNumber("select count(*) from sqlite_schema", out var tables) is { } noSchema) return noSchema;
        if (database.QueryNumber("pragma user_version", out var version) is { } noVersion) return noVersion;
        if (tables > 0 && application != ApplicationId)
            return new(UnavailableReason.Damaged, $"{path} is a SQLite file but not a store's: give the store a directory of its own");
        if (tables > 0 && version != FormatVersion)
            return new(UnavailableReason.Damaged, $"{path} has format {version}; this program knows format {FormatVersion}: use the program that wrote it");
        if (tables == 0)
        {
            var created = database.Execute($"pragma page_size = {PageBytes}")
                ?? database.Execute("pragma auto_vacuum = incremental")
                ?? database.Execute("pragma journal_mode = wal")
                ?? database.Execute($"begin immediate; {Schema} pragma application_id = {ApplicationId}; pragma user_version = {FormatVersion}; commit");
            if (created is not null) return created;
        }

        return database.Execute("pragma journal_mode = wal")
            ?? database.Execute("pragma synchronous = full")
            ?? database.Execute("pragma wal_autocheckpoint = 0")
            ?? database.Execute($"pragma journal_size_limit = {SqliteCheckpointer.LogBytesKept}")
            ?? database.Execute("pragma cache_size = -8192");
    }

    private static StoreError.Unavailable? Bound(SqliteDatabase database, long maxBytes) =>
        maxBytes > 0 ? database.Execute($"pragma max_page_count = {Math.Max(1, maxBytes / PageBytes)}") : null;

    /// <summary>SQLite gives its log the mode of the file, so the file is made first, for the owner alone.</summary>
    private static StoreError.Unavailable? CreatePrivate(string path)
    {
        if (File.Exists(path)) return null;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, options).Dispose();
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new(UnavailableReason.ReadOnly, $"{path} cannot be made: {failed.Message}");
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}

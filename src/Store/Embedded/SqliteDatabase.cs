using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>A connection to a SQLite file, and what its result codes mean to a store. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int NoMutex = 0x8000;

    private readonly string _path;

    private SqliteDatabase(sqlite3 handle, string path) => (Handle, _path) = (handle, path);

    public sqlite3 Handle { get; }

    public static StoreResult<SqliteDatabase> Open(string path, bool create)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_READWRITE | NoMutex | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, path);
        if (code != raw.SQLITE_OK)
        {
            var fault = database.FaultOf(code);
            database.Dispose();
            return fault;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 5000);
        return database;
    }

    public StoreError.Unavailable? Execute(string sql) =>
        raw.sqlite3_exec(Handle, sql) is var code && code == raw.SQLITE_OK ? null : FaultOf(code);

    public sqlite3_stmt Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(Handle, sql, out var statement);
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"'{sql}': {raw.sqlite3_errmsg(Handle).utf8_to_string()}");
        return statement;
    }

    /// <summary>The one number a query answers with.</summary>
    public StoreError.Unavailable? QueryNumber(string sql, out long number)
    {
        number = 0;
        var code = raw.sqlite3_prepare_v2(Handle, sql, out var statement);
        if (code != raw.SQLITE_OK) return FaultOf(code);
        using (statement)
        {
            code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW) number = raw.sqlite3_column_int64(statement, 0);
            return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? null : FaultOf(code);
        }
    }

    /// <summary>Runs a prepared statement that returns nothing, and makes it ready for the next time.</summary>
    public StoreError.Unavailable? Run(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(statement);
            return null;
        }

        var fault = FaultOf(code);
        raw.sqlite3_reset(statement);
        return fault;
    }

    public StoreError.Unavailable FaultOf(int code)
    {
        var detail = raw.sqlite3_errmsg(Handle).utf8_to_string();
        return (code & 0xff) switch
        {
            raw.SQLITE_FULL => new(UnavailableReason.DiskFull,
                $"no room to write {_path}: free some space on its disk; reads go on, writes will when there is room"),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN => new(
                UnavailableReason.ReadOnly,
                    $"{_path} cannot be written ({detail}): check the permissions of the file and its directory, and how its disk is mounted"),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(UnavailableReason.Damaged, DamageMessage(_path, detail)),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(UnavailableReason.Locked, $"{_path} is in use by another process ({detail})"),
            _ => new(
                UnavailableReason.DiskFailed,
                    $"the disk failed under {_path} ({detail}, code {code}): check the disk and the system's log; writes are tried again",
                OutcomeUnknown: true),
        };
    }

    public static string DamageMessage(string path, string detail) =>
        $"{path} is damaged: {detail}; keep a copy of the directory, then restore the last snapshot into an empty one";

    public void Dispose() => raw.sqlite3_close_v2(Handle);
}

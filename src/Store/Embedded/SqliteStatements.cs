using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>The statements of the writer, prepared once.</summary>
internal sealed class SqliteStatements(SqliteDatabase database) : IDisposable
{
    public sqlite3_stmt Begin { get; } = database.Prepare("begin immediate");

    public sqlite3_stmt Commit { get; } = database.Prepare("commit");

    public sqlite3_stmt Rollback { get; } = database.Prepare("rollback");

    public sqlite3_stmt InsertEvent { get; } = database.Prepare("insert into event values (?, ?)");

    public sqlite3_stmt InsertValue { get; } = database.Prepare("insert into value values (?, ?)");

    public sqlite3_stmt InsertLease { get; } = database.Prepare("insert or replace into lease values (?, ?)");

    public sqlite3_stmt DeleteLease { get; } = database.Prepare("delete from lease where id = ?");

    public sqlite3_stmt Compact { get; } = database.Prepare("update state set compacted = ?1, revision = max(revision, ?1)");

    public sqlite3_stmt[] Deletes { get; } =
    [
        database.Prepare("delete from event where sequence between ? and ?"),
        database.Prepare("delete from value where sequence between ? and ?"),
    ];

    public void Dispose()
    {
        foreach (var statement in (sqlite3_stmt[])[Begin, Commit, Rollback, InsertEvent, InsertValue, InsertLease, DeleteLease, Compact, .. Deletes])
            statement.Dispose();
    }
}

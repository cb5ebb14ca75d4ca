using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>Moves the write-ahead log into the file without holding writers up, and gives free pages back to the disk.</summary>
/// <remarks>
/// <para>SQLite starts its log over only when all of it is in the file at the moment a write begins; under steady load a checkpoint
/// beside the writer never gets there. So a thread of its own copies what is written, a small portion at a time, while writes go on. When
/// the log is long it goes round again at once, each round shorter than the one before, until next to nothing is left. That the writer
/// copies before its next batch, and the batch starts the log over: it holds callers up for about as long as a batch does.</para>
/// <para>A checkpoint that was overtaken by a commit has not synced the file: SQLite leaves that to the one that ends a log. The thread
/// does it after each portion, or the writer would wait for the disk to take all of the log at once.</para>
/// <para>The one whose turn it is owns the counts: the thread while <see cref="Turn.Copying"/>, else the writer.</para>
/// </remarks>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>What the log is cut to when it is started over. Longer than it usually gets: what is cut has to be allotted again.</summary>
    public const long LogBytesKept = 16L * 1024 * 1024;

    // 1 MB of pages of 8 KiB a portion: a commit meanwhile waits for the disk to take no more than that.
    private const int PagesPerPortion = 128;

    // 4 MB, and at most 8 MB whatever is left: what the log takes on the disk, and what a start after a crash has to read.
    private const int PagesToFinish = 512;
    private const int PagesAtMost = 1024;

    // What the writer may be left with.
    private const int FewPages = 32;

    // Free pages that are kept for reuse, or a quarter of the file if that is more; after a long calm; and what one step gives back.
    private const int FreePagesKept = 1024;
    private const int FreePagesKeptWhenCalm = 64;
    private const int FreePagesPerStep = 64;

    private readonly SqliteDatabase _writer;
    private readonly SqliteDatabase _own;
    private readonly SafeFileHandle _file;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private volatile Turn _turn;
    private bool _closing;
    private long _written;
    private long _copied;
    private long _logStart;

    private SqliteCheckpointer(SqliteDatabase writer, SqliteDatabase own, SafeFileHandle file)
    {
        (_writer, _own, _file) = (writer, own, file);
        _thread = new(Run) { IsBackground = true, Name = "store-checkpoint" };
    }

    private enum Turn
    {
        Waiting,
        Copying,
        Finishing,
    }

    /// <param name="path">The file.</param>
    /// <param name="writer">The connection that writes it.</param>
    /// <param name="file">The file again, to sync it. Closed by the caller, after all connections: closing it drops their locks.</param>
    public static StoreResult<SqliteCheckpointer> Start(string path, SqliteDatabase writer, SafeFileHandle file)
    {
        if (!SqliteDatabase.Open(path, create: false).TryGet(out var own, out var unopened)) return unopened;
        // A connection that has read nothing does not know of the log, and its checkpoints would do nothing.
        if ((own.QueryNumber("select count(*) from sqlite_schema", out _) ?? own.Execute("pragma wal_autocheckpoint = 0")) is { } fault)
        {
            own.Dispose();
            return fault;
        }

        var checkpointer = new SqliteCheckpointer(writer, own, file);
        checkpointer._thread.Start();
        return checkpointer;
    }

    /// <summary>Called by the writer before each batch: asks for a portion to be copied, or finishes the log when it is time.</summary>
    public void BeforeWrite()
    {
        raw.sqlite3_db_status(_writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
        Volatile.Write(ref _written, pages);
        switch (_turn)
        {
            case Turn.Waiting when _written - _copied >= PagesPerPortion:
                lock (_gate)
                {
                    _turn = Turn.Copying;
                    Monitor.Pulse(_gate);
                }

                break;
            case Turn.Finishing:
                // A failure here, as one of the thread's, loses nothing: the log keeps all, and the next checkpoint tries again.
                raw.sqlite3_wal_checkpoint_v2(_writer.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
                _logStart = _copied = _written;
                _turn = Turn.Waiting;
                break;
        }
    }

    /// <summary>A step of giving free pages back; true when there is more to do.</summary>
    public bool Tidy(bool longCalm)
    {
        if (_writer.QueryNumber("pragma freelist_count", out var free) is not null) return false;
        if (_writer.QueryNumber("pragma page_count", out var pages) is not null) return false;
        var kept = longCalm ? FreePagesKeptWhenCalm : Math.Max(FreePagesKept, pages / 4);
        return free > kept && _writer.Execute($"pragma incremental_vacuum({FreePagesPerStep})") is null;
    }

    /// <summary>Moves the whole log into the file and cuts it to nothing.</summary>
    public StoreError.Unavailable? Truncate()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_writer.Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        return code is raw.SQLITE_OK or raw.SQLITE_BUSY ? null : _writer.FaultOf(code);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _own.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_turn != Turn.Copying && !_closing) Monitor.Wait(_gate);
                if (_closing) return;
            }

            var before = long.MaxValue;
            var left = CopyPortion();
            while (left < before && left > FewPages && _copied - _logStart is >= PagesToFinish and < PagesAtMost)
                (before, left) = (left, CopyPortion());
            _turn = _copied - _logStart >= PagesToFinish ? Turn.Finishing : Turn.Waiting;
        }
    }

    /// <summary>Copies what is in the log; returns how many pages were written meanwhile.</summary>
    private long CopyPortion()
    {
        var written = Volatile.Read(ref _written);
        raw.sqlite3_wal_checkpoint_v2(_own.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
            // SQLite meets the same fault when it syncs the file at the end of the log, and then does not start the log over.
        }

        _copied = written;
        return Volatile.Read(ref _written) - written;
    }
}

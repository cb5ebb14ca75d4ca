using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>Moves the write-ahead log into the file without holding writers up, and gives free pages back to the disk.</summary>
/// <remarks>
/// <para>SQLite starts its log over only when all of it is in the file at the moment a write begins; under steady load a
/// checkpoint beside the writer never gets there. So: a thread of its own copies the bulk (many pages, two syncs) while
/// writes go on, over and over; when the log has grown long the writer copies the few pages written since, and the next write starts the
/// log over. That step holds every caller up for two syncs, 20 to 50 ms, so it is rare: once in 8 to 96 MB of log, by the size of the file.</para>
/// <para><c>_gate</c> guards the hand-over between the two threads: <c>_asked</c>, <c>_done</c>, <c>_closing</c>.</para>
/// </remarks>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>What the log is cut to when it is started over. Longer than it usually gets: what is cut has to be allotted again.</summary>
    public const long LogBytesKept = 128L * 1024 * 1024;

    // 4 MB of pages of 8 KiB before the bulk is copied; at most 2 MB for the writer to copy.
    private const int PagesBeforeBulk = 512;
    private const int PagesForWriter = 256;

    // The writer finishes a log of a quarter of the file's pages, within these: 8 MB and 96 MB. A start after a crash reads all of it.
    private const int FewestPagesToFinish = 1024;
    private const int MostPagesToFinish = 12_288;

    /// <summary>256 MB: a log this long is finished by the writer even if that takes a while.</summary>
    private const int PagesAtMost = 32_768;

    // Free pages that are kept for reuse, or a quarter of the file if that is more; and what one step gives back.
    private const int FreePagesKept = 1024;
    private const int FreePagesPerStep = 64;

    private readonly SqliteDatabase _writer;
    private readonly SqliteDatabase _own;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private bool _asked;
    private bool _done;
    private bool _closing;
    private bool _bulkRunning;
    private long _pagesAtStart;
    private long _pagesWhenAsked;
    private long _pagesCopied;

    private SqliteCheckpointer(SqliteDatabase writer, SqliteDatabase own)
    {
        (_writer, _own) = (writer, own);
        _thread = new(Run) { IsBackground = true, Name = "store-checkpoint" };
    }

    public static StoreResult<SqliteCheckpointer> Start(string path, SqliteDatabase writer)
    {
        if (!SqliteDatabase.Open(path, create: false).TryGet(out var own, out var unopened)) return unopened;
        // A connection that has read nothing does not know of the log, and its checkpoints would do nothing.
        if ((own.QueryNumber("select count(*) from sqlite_schema", out _) ?? own.Execute("pragma wal_autocheckpoint = 0")) is { } fault)
        {
            own.Dispose();
            return fault;
        }

        var checkpointer = new SqliteCheckpointer(writer, own);
        checkpointer._thread.Start();
        return checkpointer;
    }

    /// <summary>Called by the writer before each batch: asks for the bulk, or finishes after it when the log is long.</summary>
    public void BeforeWrite()
    {
        var written = PagesWritten();
        if (!_bulkRunning)
        {
            if (written - _pagesCopied >= PagesBeforeBulk) AskForBulk(written);
            return;
        }

        lock (_gate)
        {
            if (!_done) return;
            _done = false;
        }

        _bulkRunning = false;
        _pagesCopied = _pagesWhenAsked;
        var inLog = written - _pagesAtStart;
        // Nothing was written meanwhile: all of the log is in the file, and SQLite starts it over by itself.
        if (written == _pagesWhenAsked) StartedOver(written);
        else if (inLog < PagesToFinish()) return;
        else if (written - _pagesWhenAsked <= PagesForWriter || inLog >= PagesAtMost) Finish(written);
        else AskForBulk(written);
    }

    /// <summary>A step of giving free pages back; when idle and nothing is free, empties the log. True when there is more to do.</summary>
    public bool Tidy(bool idle)
    {
        if (!idle) return false;
        if (_writer.QueryNumber("pragma freelist_count", out var free) is not null) return false;
        if (_writer.QueryNumber("pragma page_count", out var pages) is not null) return false;
        if (free > Math.Max(FreePagesKept, pages / 4)) return _writer.Execute($"pragma incremental_vacuum({FreePagesPerStep})") is null;
        if (_bulkRunning || PagesWritten() - _pagesAtStart < PagesBeforeBulk) return false;
        AskForBulk(PagesWritten());
        return false;
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

    private void AskForBulk(long written)
    {
        _bulkRunning = true;
        _pagesWhenAsked = written;
        lock (_gate)
        {
            _asked = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Finish(long written)
    {
        raw.sqlite3_wal_checkpoint_v2(_writer.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        StartedOver(written);
    }

    private void StartedOver(long written) => (_pagesAtStart, _pagesCopied) = (written, written);

    private long PagesToFinish() =>
        _writer.QueryNumber("pragma page_count", out var pages) is null ? Math.Clamp(pages / 4, FewestPagesToFinish, MostPagesToFinish) : 0;

    /// <summary>The pages the writer has put into the log since it was opened.</summary>
    private long PagesWritten()
    {
        raw.sqlite3_db_status(_writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
        return pages;
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_asked && !_closing) Monitor.Wait(_gate);
                if (_closing) return;
                _asked = false;
            }

            // A failure here loses nothing: the log keeps all, and the next checkpoint tries again.
            raw.sqlite3_wal_checkpoint_v2(_own.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
            lock (_gate) _done = true;
        }
    }
}

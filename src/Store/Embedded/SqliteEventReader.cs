using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kybernet.Store.Mvcc;
using SQLitePCL;

namespace Kybernet.Store.Embedded;

/// <summary>
/// Reads and checks the events of a file on a thread of its own while the caller builds the state of them: a start takes the longer of
/// the two, not both.
/// </summary>
/// <remarks>The thread has the connection to itself until it ends; a few chunks of events lie between the two.</remarks>
internal sealed class SqliteEventReader(SqliteDatabase database) : IDisposable
{
    private const int ChunksAhead = 16;

    private readonly BlockingCollection<EventChunk> _chunks = new(ChunksAhead);
    private readonly ConcurrentQueue<EventChunk> _used = new();
    private StoreError.Unavailable? _fault;
    private ExceptionDispatchInfo? _broken;
    private volatile bool _stop;

    /// <summary>Reads all events into <paramref name="loader"/>.</summary>
    /// <returns>Why the file cannot be read; in <paramref name="damage"/>, what is wrong with what was read.</returns>
    public StoreError.Unavailable? ReadInto(StateLoader loader, out string? damage)
    {
        damage = null;
        var thread = new Thread(Run) { IsBackground = true, Name = "store-load" };
        thread.Start();
        foreach (var chunk in _chunks.GetConsumingEnumerable())
        {
            damage ??= chunk.AddTo(loader);
            _stop = damage is not null;
            _used.Enqueue(chunk.Clear());
        }

        thread.Join();
        _broken?.Throw();
        return _fault;
    }

    public void Dispose() => _chunks.Dispose();

    private void Run()
    {
        try
        {
            _fault = Read();
        }
        catch (Exception broken)
        {
            _broken = ExceptionDispatchInfo.Capture(broken);
        }
        finally
        {
            _chunks.CompleteAdding();
        }
    }

    private StoreError.Unavailable? Read()
    {
        using var events = database.Prepare("select sequence, record from event order by sequence");
        var chunk = new EventChunk();
        var code = raw.SQLITE_DONE;
        while (!_stop && (code = raw.sqlite3_step(events)) == raw.SQLITE_ROW)
        {
            var sequence = raw.sqlite3_column_int64(events, 0);
            var record = raw.sqlite3_column_blob(events, 1);
            if (!EventCodec.IsIntact(sequence, record))
            {
                chunk.Damage = EventCodec.DamageOf(sequence);
                break;
            }

            if (chunk.TryAdd(sequence, record)) continue;
            _chunks.Add(chunk);
            if (!_used.TryDequeue(out chunk)) chunk = new();
            chunk.TryAdd(sequence, record);
        }

        _chunks.Add(chunk);
        return chunk.Damage is not null || _stop || code == raw.SQLITE_DONE ? null : database.FaultOf(code);
    }
}

using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>The store in one SQLite file of this process: durable before it answers, many writers to one sync.</summary>
public sealed class EmbeddedStore : LocalStore
{
    private readonly IStoreFile _file;
    private readonly DirectoryLock? _lock;
    private readonly Committer _committer;
    private readonly LeaseTimer _expiry;
    private readonly PendingPool<PutWrite, PutResponse> _puts = new();
    private readonly PendingPool<TxnWrite, TxnResponse> _txns = new();

    private EmbeddedStore(
        IStoreFile file, DirectoryLock? directoryLock, StateLoader loaded, MvccState state, EmbeddedStoreOptions options, TimeProvider time)
        : base(state, options.Limits, new(options.Seed))
    {
        (_file, _lock) = (file, directoryLock);
        Cleaner.Start(loaded);
        _expiry = new(time, () => SubmitAsync<ExpireWrite, int>(default, CancellationToken.None));
        _committer = new(state, Cleaner, Watches, Writes, LeaseWrites, file, options, time, _expiry);
    }

    /// <summary>Whether a directory holds a store.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, SqliteFile.FileName));

    /// <summary>
    /// Opens the store of a directory, or makes one. Errors: Unavailable, with what is wrong with the directory or the file
    /// and what to do about it.
    /// </summary>
    public static ValueTask<StoreResult<EmbeddedStore>> OpenAsync(EmbeddedStoreOptions options, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancel.ThrowIfCancellationRequested();
        if (!DirectoryLock.Take(options.Directory).TryGet(out var directoryLock, out var locked)) return new(locked);
        if (!SqliteFile.Open(Path.Combine(options.Directory, SqliteFile.FileName), options.MaxFileBytes).TryGet(out var file, out var unopened))
        {
            directoryLock.Dispose();
            return new(unopened);
        }

        return new(Open(file, directoryLock, options, time));
    }

    /// <summary>Opens a store on any kind of disk, which it owns from then on.</summary>
    /// <param name="file">The disk.</param>
    /// <param name="directoryLock">What keeps others out, if anything must.</param>
    /// <param name="options">How it is set up; the directory is not looked at.</param>
    /// <param name="time">The clock of leases and of tries after a fault.</param>
    /// <param name="threaded">False: nothing is committed but in <see cref="Pump"/>, so that a test decides when.</param>
    internal static StoreResult<EmbeddedStore> Open(
        IStoreFile file, DirectoryLock? directoryLock, EmbeddedStoreOptions options, TimeProvider time, bool threaded = true)
    {
        var loader = new StateLoader();
        if (file.Load(loader) is { } unread)
        {
            file.Dispose();
            directoryLock?.Dispose();
            return unread;
        }

        var state = new MvccState(loader, new(file, options.ValueCacheBytes), time);
        var store = new EmbeddedStore(file, directoryLock, loader, state, options, time);
        if (threaded) store._committer.Start();
        return store;
    }

    /// <summary>What readers see.</summary>
    internal StoreView View => State.View;

    /// <summary>Commits what waits, on this thread.</summary>
    internal void Pump() => _committer.Round(mayWait: false);

    public override ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Closed is { } closed) return new(closed);
        var (bytes, inUse) = _file.Size();
        return new(new StoreStatus("embedded", _file.Version, new(State.View.Revision), new(State.Compacted), bytes, inUse, _committer.Fault));
    }

    public override async ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel)
    {
        var shrunk = await SubmitAsync<ShrinkWrite, bool>(new(_file), cancel);
        return shrunk.Error is { } error ? error : await GetStatusAsync(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Closed is not null) return;
        Closed = new StoreError.Unavailable(UnavailableReason.Closed, "the store is closed");
        await _expiry.DisposeAsync();
        try
        {
            await _committer.CloseAsync();
        }
        finally
        {
            Watches.Close();
            _file.Dispose();
            _lock?.Dispose();
        }
    }

    private protected override ValueTask<StoreResult<T>> SubmitAsync<TWrite, T>(TWrite write, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Closed is { } closed) return new(closed);
        var pool = _puts as PendingPool<TWrite, T> ?? _txns as PendingPool<TWrite, T>;
        var pending = pool is null ? new(pool: null) : pool.Rent();
        var answer = pending.Begin(write);
        if (pool is not null && _committer.TryCommit(pending)) return answer;
        if (_committer.Queue.TryAdd(pending, out var isClosed))
        {
            pending.CancelWith(cancel);
            return answer;
        }

        return new(isClosed
            ? new StoreError.Unavailable(UnavailableReason.Closed, "the store is closed")
            : new StoreError.Unavailable(UnavailableReason.Overloaded, "too many changes are waiting to be written; try again later"));
    }
}

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>Says when a log file may have grown or was replaced: the file system's notices, and a look every second in any case.</summary>
internal sealed class LogChanges : IDisposable
{
    // Upstream: logForceCheckPeriod.
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(1);

    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly TimeProvider _time;
    private bool _isRecreated;

    public LogChanges(string path, TimeProvider time)
    {
        _time = time;
        _watcher = new(Path.GetDirectoryName(path)!, Path.GetFileName(path))
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.Size,
        };
        _watcher.Changed += (_, _) => Wake();
        _watcher.Created += (_, _) => Recreated();
        _watcher.Renamed += (_, change) =>
        {
            if (change.FullPath == path) Recreated();
        };
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>A new file took the name since the last time this was asked.</summary>
    public bool TakeRecreated() => Interlocked.Exchange(ref _isRecreated, false);

    public async Task WaitAsync(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_changed.WaitAsync(over.Token), Task.Delay(CheckPeriod, _time, over.Token));
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _changed.Dispose();
    }

    private void Recreated()
    {
        Volatile.Write(ref _isRecreated, true);
        Wake();
    }

    private void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // The reader knows already, or has left.
        }
    }
}

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>
/// Reads a container's log file, and goes on reading while the container runs, also when the file is rotated: the runtime then opens a new
/// one of the same name. Upstream: <c>ReadLogs</c> in <c>cri-client/pkg/logs</c>.
/// </summary>
internal sealed class LogReader(LogRequest request, LogOutput output, TimeProvider time, Func<CancellationToken, Task<bool>> isRunning)
{
    private const int BufferSize = 64 * 1024;

    // A longer line is taken apart: runtimes split at 16 KiB.
    private const int MaxLine = 1024 * 1024;

    private byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private long _linesLeft = request is { Follow: false, Tail: { } tail } ? tail : long.MaxValue;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task CopyAsync(string path, CancellationToken cancel)
    {
        path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        using var changes = request.Follow ? new LogChanges(path, time) : null;
        var file = Open(path);
        try
        {
            if (request.Tail is { } lines) file.Position = await LogTail.FindAsync(file, lines, cancel);
            var isLast = !request.Follow;
            while (await DrainAsync(file, isLast && !request.Follow, cancel))
            {
                await output.FlushAsync(cancel);
                if (isLast) return;
                if (changes!.TakeRecreated() && File.Exists(path))
                {
                    await file.DisposeAsync();
                    file = Open(path);
                    _start = _end = 0;
                    continue;
                }

                // What came between the last read and the end is read once more.
                isLast = !await isRunning(cancel);
                if (!isLast) await changes.WaitAsync(cancel);
            }

            await output.FlushAsync(cancel);
        }
        finally
        {
            await file.DisposeAsync();
        }
    }

    /// <summary>Reads to the end of the file; false when no more is wanted.</summary>
    private async ValueTask<bool> DrainAsync(FileStream file, bool takesRest, CancellationToken cancel)
    {
        while (true)
        {
            if (!TakeLines()) return false;
            if (output.IsFull) await output.FlushAsync(cancel);
            MakeRoom();
            var read = await file.ReadAsync(_buffer.AsMemory(_end), cancel);
            _end += read;
            if (read > 0) continue;
            if (takesRest && _end > _start) return TakeLine(_buffer.AsSpan(_start, _end - _start));
            return true;
        }
    }

    private bool TakeLines()
    {
        while (_start < _end)
        {
            var waiting = _buffer.AsSpan(_start, _end - _start);
            var feed = waiting.IndexOf((byte)'\n');
            if (feed < 0 && waiting.Length < MaxLine) return true;
            var length = feed < 0 ? waiting.Length : feed + 1;
            _start += length;
            if (!TakeLine(waiting[..length])) return false;
        }

        return true;
    }

    private bool TakeLine(ReadOnlySpan<byte> line) => _linesLeft-- > 0 && output.Write(line) && _linesLeft > 0;

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
}

using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

/// <summary>
/// The audit log as a file, one event a line. A full file is renamed after the time. Upstream: <c>plugin/log</c>, on lumberjack.
/// </summary>
/// <remarks>
/// In mode <c>blocking</c> an event is with the system when the call returns. In mode <c>batch</c> too, while the thread pool has no other work; else
/// the pool writes it, together with the events of the requests that were before it.
/// </remarks>
internal sealed class AuditFile : IAuditSink, IThreadPoolWorkItem
{
    // Whoever finds so much waiting writes it: a slow disk slows requests down, and memory stays bounded.
    private const int MostWaiting = 4 * 1024 * 1024;
    private const int MostDelays = 8;
    private const string StandardOutput = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss.fff";

    private readonly AuditFileOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Guards the two below. Taken for as long as it takes to copy an event.
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _waiting = new();
    private bool _isQueued;

    // Of the work item alone.
    private int _delays;

    // Guards the rest: the stream, its length, which the system would have to be asked for each time, and the buffer not in use.
    private readonly Lock _file = new();
    private ArrayBufferWriter<byte> _written = new();
    private Stream _stream;
    private long _length;

    private AuditFile(AuditFileOptions options, TimeProvider time, ILogger log, Stream stream) =>
        (_options, _time, _log, _stream, _length) = (options, time, log, stream, stream.CanSeek ? stream.Length : 0);

    private bool IsFile => _options.Path != StandardOutput;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static AuditFile Open(AuditFileOptions options, TimeProvider time, ILogger log)
    {
        if (options.Path == StandardOutput) return new(options, time, log, Console.OpenStandardOutput());
        if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        return new(options, time, log, OpenStream(options.Path));
    }

    public void Write(ReadOnlySpan<byte> json)
    {
        bool isFirst, isMuch;
        lock (_gate)
        {
            _waiting.Write(json);
            _waiting.Write("\n"u8);
            isFirst = !_isQueued;
            isMuch = _waiting.WrittenCount > MostWaiting;
            _isQueued = true;
        }

        if (!_options.IsBatched || isMuch) Flush();
        else if (isFirst && ThreadPool.PendingWorkItemCount == 0) Flush();
        else if (isFirst) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Goes to the end of the pool's queue again while there is other work: a call of the system costs as much as writing five events.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (_delays < MostDelays && ThreadPool.PendingWorkItemCount > 0)
        {
            _delays++;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        _delays = 0;
        Flush();
    }

    public ValueTask DisposeAsync()
    {
        Flush();
        lock (_file) _stream.Dispose();
        return default;
    }

    private void Flush()
    {
        lock (_file)
        {
            lock (_gate)
            {
                (_waiting, _written) = (_written, _waiting);
                _isQueued = false;
            }

            try
            {
                if (_written.WrittenCount > 0) WriteLines(_written.WrittenSpan);
            }
            catch (IOException failure)
            {
                AuditLog.NotWritten(_log, failure.Message);
            }

            _written.ResetWrittenCount();
        }
    }

    /// <summary>As many whole lines at a time as the file has room for; a line that no file has room for is alone in one.</summary>
    private void WriteLines(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var room = IsFile ? Math.Max(0, _options.MaxBytes - _length) : long.MaxValue;
            var end = lines.Length <= room ? lines.Length : lines[..(int)room].LastIndexOf((byte)'\n') + 1;
            if (end == 0 && _length > 0)
            {
                Rotate();
                continue;
            }

            if (end == 0) end = lines.IndexOf((byte)'\n') + 1;
            _stream.Write(lines[..end]);
            _stream.Flush();
            _length += end;
            lines = lines[end..];
        }
    }

    private static FileStream OpenStream(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        // Only the server's own user may read what is in there.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    private void Rotate()
    {
        _stream.Dispose();
        try
        {
            File.Move(_options.Path, BackupName(), overwrite: true);
        }
        finally
        {
            _stream = OpenStream(_options.Path);
            _length = _stream.Length;
        }

        foreach (var old in Superfluous()) File.Delete(old);
    }

    private string BackupName()
    {
        var (folder, name, ending) = Parts();
        for (var time = _time.GetUtcNow().UtcDateTime; ; time = time.AddMilliseconds(1))
        {
            // Two files may be full in one millisecond.
            var path = Path.Combine(folder, $"{name}-{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}{ending}");
            if (!File.Exists(path)) return path;
        }
    }

    private List<string> Superfluous()
    {
        var (folder, name, ending) = Parts();
        var now = _time.GetUtcNow();
        var backups = new List<(string Path, DateTimeOffset Time)>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{name}-*{ending}"))
        {
            var text = Path.GetFileName(path).AsSpan(name.Length + 1);
            text = text[..^ending.Length];
            if (DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                backups.Add((path, time));
        }

        return [.. backups.OrderByDescending(static one => one.Time)
            .Where((one, index) => (_options.MaxBackups > 0 && index >= _options.MaxBackups)
                || (_options.MaxAgeDays > 0 && now - one.Time > TimeSpan.FromDays(_options.MaxAgeDays)))
            .Select(static one => one.Path)];
    }

    private (string Folder, string Name, string Ending) Parts() => (
        Path.GetDirectoryName(Path.GetFullPath(_options.Path)) ?? "/", Path.GetFileNameWithoutExtension(_options.Path),
        Path.GetExtension(_options.Path));
}

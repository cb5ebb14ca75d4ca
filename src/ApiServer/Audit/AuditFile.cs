using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

/// <summary>
/// The audit log as a file, one event a line. What is written is with the system when the call returns; in batches, some milliseconds
/// later, and nothing is dropped. A full file is renamed after the time. Upstream: <c>plugin/log</c> in the modes <c>blocking</c> and
/// <c>batch</c>, on lumberjack.
/// </summary>
internal sealed class AuditFile : IAuditSink
{
    // Larger than most of what is written at once: each is one call.
    private const int EventBytes = 64 * 1024;

    // What waits is written by whoever comes when there is that much of it: the disk is slower than the requests.
    private const int MostWaiting = 1 << 20;
    private const string StandardOutput = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss.fff";

    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(5);

    private readonly AuditFileOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Guards the stream, its length, which the system would have to be asked for at each event, and what is being written.
    private readonly Lock _gate = new();
    private Stream _stream;
    private long _length;
    private ArrayBufferWriter<byte> _leaving = new();

    // Guards what waits. Taken inside the other, never the other way round.
    private readonly Lock _waitingGate = new();
    private readonly ITimer _timer;
    private ArrayBufferWriter<byte> _waiting = new();

    private AuditFile(AuditFileOptions options, TimeProvider time, ILogger log, Stream stream)
    {
        (_options, _time, _log, _stream, _length) = (options, time, log, stream, stream.CanSeek ? stream.Length : 0);
        _timer = time.CreateTimer(static file => ((AuditFile)file!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

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
        if (_options.IsBatched)
        {
            Wait(json);
            return;
        }

        lock (_gate)
        {
            _leaving.Write(json);
            _leaving.Write("\n"u8);
            WriteOut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Flush();
        lock (_gate) _stream.Dispose();
    }

    private void Wait(ReadOnlySpan<byte> json)
    {
        int before, after;
        lock (_waitingGate)
        {
            before = _waiting.WrittenCount;
            _waiting.Write(json);
            _waiting.Write("\n"u8);
            after = _waiting.WrittenCount;
        }

        if (after > MostWaiting) Flush();
        else if (before == 0) _timer.Change(s_linger, Timeout.InfiniteTimeSpan);
    }

    private void Flush()
    {
        lock (_gate)
        {
            lock (_waitingGate) (_waiting, _leaving) = (_leaving, _waiting);
            if (_leaving.WrittenCount > 0) WriteOut();
        }
    }

    /// <summary>Writes what is to leave, whole events, into one file.</summary>
    private void WriteOut()
    {
        try
        {
            if (IsFile && _length > 0 && _length + _leaving.WrittenCount > _options.MaxBytes) Rotate();
            _stream.Write(_leaving.WrittenSpan);
            _stream.Flush();
            _length += _leaving.WrittenCount;
        }
        catch (IOException failure)
        {
            AuditLog.NotWritten(_log, failure.Message);
        }

        _leaving.ResetWrittenCount();
    }

    private static FileStream OpenStream(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = EventBytes };
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
        var time = _time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        return Path.Combine(folder, $"{name}-{time}{ending}");
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

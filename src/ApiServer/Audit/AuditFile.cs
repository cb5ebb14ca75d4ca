using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

/// <summary>
/// The audit log as a file, one event a line. What is written is with the system when the call returns.
/// A full file is renamed after the time. Upstream: <c>plugin/log</c> in mode <c>blocking</c>, on lumberjack.
/// </summary>
internal sealed class AuditFile : IAuditSink
{
    // An event and its line break are one call.
    private const int EventBytes = 64 * 1024;
    private const string StandardOutput = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss.fff";

    private readonly AuditFileOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Guards the stream and its length, which the system would have to be asked for at each event.
    private readonly Lock _gate = new();
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
        lock (_gate)
        {
            try
            {
                if (IsFile && _length > 0 && _length + json.Length + 1 > _options.MaxBytes) Rotate();
                _stream.Write(json);
                _stream.Write("\n"u8);
                _stream.Flush();
                _length += json.Length + 1;
            }
            catch (IOException failure)
            {
                AuditLog.NotWritten(_log, failure.Message);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate) _stream.Dispose();
        return default;
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

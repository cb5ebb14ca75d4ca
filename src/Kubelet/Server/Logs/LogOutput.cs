using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>Writes the lines a request wants, up to its limit. Upstream: <c>logWriter</c>.</summary>
internal sealed class LogOutput(LogRequest request, PipeWriter output)
{
    private const int FlushAt = 32 * 1024;

    private long _left = request.LimitBytes ?? long.MaxValue;
    private bool _isLineStart = true;

    /// <summary>Enough is waiting to be sent.</summary>
    public bool IsFull => output.UnflushedBytes >= FlushAt;

    /// <summary>Takes a line of the file; false when the limit is reached. What is no log line is left out.</summary>
    public bool Write(ReadOnlySpan<byte> raw)
    {
        if (!LogLine.TryParse(raw, out var line)) return true;
        var isWanted = (request.Stream is null || request.Stream == line.Stream) && (request.Since is not { } since || line.Time >= since);
        if (isWanted && request.Timestamps && _isLineStart && !Put(Encoding.ASCII.GetBytes(line.FormatTime() + " "))) return false;
        if (isWanted && !Put(line.Text)) return false;
        _isLineStart = line.Text.IsEmpty || line.Text[^1] == '\n';
        return true;
    }

    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        var flushed = await output.FlushAsync(cancel);
        if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
    }

    private bool Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _left) bytes = bytes[..(int)_left];
        output.Write(bytes);
        _left -= bytes.Length;
        return _left > 0;
    }
}

using System.Globalization;
using System.Text;

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>
/// One line of a log file as the container runtime interface defines it: <c>TIME stdout|stderr P|F[:TAG…] TEXT</c>, where P says that the
/// text goes on in the next line of that stream. Upstream: <c>parseCRILog</c> in <c>cri-client/pkg/logs</c>.
/// </summary>
/// <example><c>2016-10-06T00:17:09.669794202Z stdout P log content 1</c></example>
internal readonly ref struct LogLine
{
    private const int FractionDigits = 9;

    private LogLine(ReadOnlySpan<byte> time, LogStream stream, ReadOnlySpan<byte> text)
    {
        TimeText = time;
        Stream = stream;
        Text = text;
    }

    private ReadOnlySpan<byte> TimeText { get; }

    public LogStream Stream { get; }

    /// <summary>With its line feed, unless the line is partial.</summary>
    public ReadOnlySpan<byte> Text { get; }

    public DateTimeOffset Time =>
        DateTimeOffset.Parse(Encoding.ASCII.GetString(TimeText), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <param name="line">With its line feed, if it has one.</param>
    /// <param name="parsed">Points into <paramref name="line"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogLine parsed)
    {
        parsed = default;
        var rest = line;
        if (!TryTake(ref rest, out var time) || !TryTake(ref rest, out var stream) || !TryTake(ref rest, out var tags)) return false;
        if (!DateTimeOffset.TryParse(Encoding.ASCII.GetString(time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) return false;
        var isStdout = stream.SequenceEqual("stdout"u8);
        if (!isStdout && !stream.SequenceEqual("stderr"u8)) return false;
        var colon = tags.IndexOf((byte)':');
        var isPartial = (colon < 0 ? tags : tags[..colon]).SequenceEqual("P"u8);
        if (isPartial && rest is [.., (byte)'\n']) rest = rest[..^1];
        parsed = new(time, isStdout ? LogStream.Stdout : LogStream.Stderr, rest);
        return true;
    }

    /// <summary>The time with nine digits after the second, as logs with timestamps show it.</summary>
    public string FormatTime()
    {
        var text = Encoding.ASCII.GetString(TimeText);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var zone = text.IndexOfAny(['Z', '+', '-'], text.IndexOf('T', StringComparison.Ordinal) + 1);
        if (zone < 0) return text;
        var fraction = dot < 0 ? "" : text[(dot + 1)..zone];
        return $"{text[..(dot < 0 ? zone : dot)]}.{fraction.PadRight(FractionDigits, '0')[..FractionDigits]}{text[zone..]}";
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> part)
    {
        var end = rest.IndexOf((byte)' ');
        part = end < 0 ? default : rest[..end];
        if (end >= 0) rest = rest[(end + 1)..];
        return end >= 0;
    }
}

/// <summary>Where a process wrote.</summary>
internal enum LogStream
{
    Stdout,
    Stderr,
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>What of a log is wanted. Upstream: PodLogOptions, as <c>NewLogOptions</c> of <c>cri-client/pkg/logs</c> reads it.</summary>
internal sealed record LogRequest
{
    public bool Follow { get; init; }

    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Lines before that time are left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The last so many lines; null for all.</summary>
    public long? Tail { get; init; }

    /// <summary>No more bytes than that.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Null for both.</summary>
    public LogStream? Stream { get; init; }

    /// <summary>The request; null when a parameter makes no sense, and then with which status code.</summary>
    public static LogRequest? Parse(IQueryCollection query, DateTimeOffset now, out int code)
    {
        code = 400;
        var tail = query.ContainsKey("tail") ? query["tail"].ToString() : query["tailLines"].ToString();
        if (tail == "all") tail = "";
        if (!TryNumber(tail, out var lines)) return null;
        if (!TryNumber(query["limitBytes"].ToString(), out var bytes)) return null;
        if (!TryNumber(query["sinceSeconds"].ToString(), out var seconds)) return null;
        DateTimeOffset? since = seconds is { } ago ? now - TimeSpan.FromSeconds(ago) : null;
        if (query["sinceTime"].ToString() is { Length: > 0 } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
            code = 422;
            if (seconds is not null) return null;
            since = time;
        }

        code = 422;
        var stream = query["stream"].ToString();
        if (lines < 0 || bytes < 1 || seconds < 1 || stream is not ("" or "All" or "Stdout" or "Stderr")) return null;
        return new()
        {
            Follow = Flag(query, "follow"),
            Previous = Flag(query, "previous"),
            Timestamps = Flag(query, "timestamps"),
            Since = since,
            Tail = lines,
            LimitBytes = bytes,
            Stream = stream switch { "Stdout" => LogStream.Stdout, "Stderr" => LogStream.Stderr, _ => null },
        };
    }

    private static bool Flag(IQueryCollection query, string name) => query.ContainsKey(name) && query[name].ToString() is not ("false" or "0");

    private static bool TryNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0) return true;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return false;
        number = value;
        return true;
    }
}

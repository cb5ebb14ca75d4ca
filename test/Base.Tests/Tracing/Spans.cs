using Kybernet.Base.Tracing;

namespace Kybernet.Base.Tests.Tracing;

/// <summary>Spans of a made-up cluster; times are milliseconds after an instant.</summary>
internal static class Spans
{
    public static readonly DateTimeOffset Zero = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="id">Any text.</param>
    /// <param name="start">Milliseconds.</param>
    /// <param name="duration">Milliseconds.</param>
    /// <param name="parent">An id; empty for none.</param>
    /// <param name="tags">Names and values, apart by <c>=</c>.</param>
    public static Span Of(string id, int start, int duration, string parent = "", params string[] tags) => new()
    {
        Id = id,
        ParentId = parent,
        Source = "Kybernet.Test",
        Name = id,
        Start = Zero.AddMilliseconds(start),
        Duration = TimeSpan.FromMilliseconds(duration),
        IsServer = id.StartsWith("request", StringComparison.Ordinal),
        Tags = [.. tags.Select(static tag => KeyValuePair.Create(tag.Split('=')[0], tag.Split('=')[1]))],
    };

    public static Span Request(string id, int start, string user = "kubernetes-admin") =>
        Of(id, start, 5, "", $"{SpanTags.Verb}=create", $"{SpanTags.User}={user}");

    public static Span Commit(string id, int start, string parent, string kind, string uid, int version) => Of(
        id, start, 1, parent, $"{SpanTags.Kind}={kind}", $"{SpanTags.Name}=ns/{uid}", $"{SpanTags.Uid}={uid}", $"{SpanTags.Written}={version}");

    public static Span Sight(string id, int start, string uid, int version, params string[] tags) =>
        Of(id, start, 1, "", [$"{SpanTags.Uid}={uid}", $"{SpanTags.Seen}={version}", .. tags]);

    public static Span Enqueue(string id, int start, string parent, string queue, string key) =>
        Of(id, start, 0, parent, $"{SpanTags.Queue}={queue}", $"{SpanTags.Queued}={key}");

    public static Span Run(string id, int start, int duration, string queue, string keys) =>
        Of(id, start, duration, "", $"{SpanTags.Queue}={queue}", $"{SpanTags.Keys}={keys}");
}

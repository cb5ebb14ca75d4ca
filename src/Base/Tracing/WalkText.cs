using System.Globalization;
using System.Text;

namespace Kybernet.Base.Tracing;

/// <summary>
/// A walk as people read it: a line a step, with the time since the request and how long it took. Steps inside of a step are set in; what
/// followed later stands at the margin, in the order in which it began. What led to nothing is left out.
/// </summary>
public sealed class WalkText
{
    private readonly Walk _walk;
    private readonly ILookup<string, Span> _inside;
    private readonly HashSet<string> _ids;
    private readonly Dictionary<string, Span> _byId;
    private readonly StringBuilder _text = new();

    private WalkText(Walk walk)
    {
        _walk = walk;
        _inside = walk.Spans.ToLookup(static span => span.ParentId);
        _byId = walk.Spans.ToDictionary(static span => span.Id);
        _ids = [.. _byId.Keys];
    }

    public static string Of(Walk walk)
    {
        var text = new WalkText(walk);
        foreach (var span in walk.Spans)
            if (span.Id == walk.Root.Id || (!text._ids.Contains(span.ParentId) && text.LedToSomething(span)) || text.IsRun(span)) text.Write(span, 0);
        return text._text.ToString();
    }

    /// <summary>
    /// Something a person would look for: not the bookkeeping between steps, and of the requests that components make only what they wrote.
    /// </summary>
    private bool IsShown(Span span, bool isOfUser) =>
        span[SpanTags.Queued].Length == 0 && (isOfUser || LedToSomething(span) || !IsDetail(span));

    private static bool IsDetail(Span span) =>
        span.Source == "Kybernet.ApiServer" || span.Name.StartsWith("runtime.v1.", StringComparison.Ordinal);

    /// <summary>A run in a tree of its own, though it began within another: a binding beside its scheduling cycle.</summary>
    private bool IsRun(Span span) => _byId.TryGetValue(span.ParentId, out var around) && around.End <= span.Start && LedToSomething(span);

    private bool LedToSomething(Span span) => Walk.IsEffect(span) || _inside[span.Id].Any(LedToSomething);

    private void Write(Span span, int depth, bool isOfUser = false)
    {
        isOfUser |= span.Id == _walk.Root.Id;
        var offset = (span.Start - _walk.Root.Start).TotalMilliseconds;
        _text.Append(CultureInfo.InvariantCulture, $"{offset,9:0.0} ms {span.Duration.TotalMilliseconds,8:0.0} ms  ").Append(' ', depth * 2);
        _text.Append(Title(span)).Append(Reason(span, depth)).Append('\n');
        foreach (var part in _inside[span.Id])
            if (part.Start < span.End && IsShown(part, isOfUser)) Write(part, depth + 1, isOfUser);
    }

    private static string Title(Span span)
    {
        var who = span[SpanTags.Queue];
        var name = who.Length > 0 ? $"{who}: {span.Name}" : span.Name;
        var what = span[SpanTags.Keys] is { Length: > 0 } keys ? keys : $"{span[SpanTags.Kind]} {span[SpanTags.Name]}".Trim();
        var title = what.Length > 0 ? $"{name} {what}" : name;
        if (span[SpanTags.User] is { Length: > 0 } user) title += $" by {user}";
        if (span[SpanTags.Written] is { Length: > 0 } version) title += $" (version {version})";
        if (span[SpanTags.Ready] is { Length: > 0 } ready) title += $" (ready: {ready})";
        return span[SpanTags.Effect] is { Length: > 0 } effect && effect != span.Name ? $"{title}: {effect}" : title;
    }

    /// <summary>For a step at the margin: the change it follows from, by way of the notice and the queue.</summary>
    private string Reason(Span span, int depth)
    {
        if (depth > 0 || span.Id == _walk.Root.Id) return "";
        for (var cause = _walk.CauseOf(span); _byId.TryGetValue(cause, out var before); cause = _walk.CauseOf(before))
            if (before[SpanTags.Written] is { Length: > 0 } version) return $"  <- {before[SpanTags.Kind]} at {version}";
        return "";
    }
}

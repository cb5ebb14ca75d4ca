namespace Kybernet.Base.Tracing;

/// <summary>
/// What followed from one request: the spans of the request itself, and those of everybody who was told of what it wrote, and of what they
/// wrote in turn. Objects carry nothing for it: a span follows from the one that wrote the version of the object it works on, or from the one
/// that put its key into the queue.
/// </summary>
public sealed class Walk
{
    private readonly Dictionary<string, string> _causes;

    private Walk(Span root, List<Span> spans, Dictionary<string, string> causes) => (Root, Spans, _causes) = (root, spans, causes);

    /// <summary>The request.</summary>
    public Span Root { get; }

    /// <summary>In the order in which they began; the root first.</summary>
    public IReadOnlyList<Span> Spans { get; }

    /// <summary>The id of the span that led to this one: the one around it, or the one that told of it. Empty for the root.</summary>
    public string CauseOf(Span span) => _causes.GetValueOrDefault(span.Id) ?? "";

    /// <summary>It wrote, or changed something on the machine.</summary>
    public static bool IsEffect(Span span) => span[SpanTags.Written].Length > 0 || span[SpanTags.Effect].Length > 0;

    /// <summary>A write that somebody outside of the cluster asked for: a person, a pipeline.</summary>
    public static bool IsRoot(Span span) =>
        span.IsServer && span[SpanTags.Verb] is "create" or "update" or "patch" or "delete" && !IsComponent(span[SpanTags.User]);

    /// <param name="root">One of the spans.</param>
    /// <param name="spans">In any order; those of other walks are left out.</param>
    public static Walk Of(Span root, IEnumerable<Span> spans)
    {
        Span[] ordered = [.. spans.Where(span => span.Start >= root.Start).OrderBy(span => span.Start).ThenByDescending(span => span.Duration)];
        var reasons = new Causes(ordered);
        var causes = new Dictionary<string, string>(StringComparer.Ordinal) { [root.Id] = "" };
        var found = new List<Span> { root };
        foreach (var span in ordered)
        {
            if (span.Id == root.Id || reasons.Of(span).FirstOrDefault(causes.ContainsKey) is not { } cause) continue;
            causes[span.Id] = cause;
            found.Add(span);
        }

        return new(root, found, causes);
    }

    private static bool IsComponent(string user) =>
        user.StartsWith("system:", StringComparison.Ordinal) && user is not ("system:admin" or "system:anonymous");
}

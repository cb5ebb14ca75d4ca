using System.Runtime.InteropServices;

namespace Kybernet.Base.Tracing;

/// <summary>What spans follow from. To be asked in the order in which the spans began.</summary>
internal sealed class Causes
{
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<(string Uid, string Version), string> _writers = [];

    // By queue and key: who asked since the last run, and who did for that run.
    private readonly Dictionary<(string Queue, string Key), (List<string> Asked, List<string> Before)> _queued = [];

    public Causes(IEnumerable<Span> spans)
    {
        foreach (var span in spans)
        {
            _ids.Add(span.Id);
            if (span[SpanTags.Written] is { Length: > 0 } version) _writers[(span[SpanTags.Uid], version)] = span.Id;
        }
    }

    /// <summary>The ids of spans, the best reason first.</summary>
    public List<string> Of(Span span)
    {
        var causes = new List<string>();
        if (_ids.Contains(span.ParentId)) causes.Add(span.ParentId);
        else if (span[SpanTags.Seen] is { Length: > 0 } version && _writers.TryGetValue((span[SpanTags.Uid], version), out var writer)) causes.Add(writer);
        if (span[SpanTags.Queue] is not { Length: > 0 } queue) return causes;
        if (span[SpanTags.Queued] is { Length: > 0 } added) Entry(queue, added).Asked.Add(span.Id);
        foreach (var key in span[SpanTags.Keys].Split(' ', StringSplitOptions.RemoveEmptyEntries)) causes.AddRange(Take(queue, key));
        return causes;
    }

    /// <summary>A run that nobody asked for anew is a retry of the one before.</summary>
    private List<string> Take(string queue, string key)
    {
        ref var entry = ref Entry(queue, key);
        if (entry.Asked.Count > 0) entry = ([], entry.Asked);
        return entry.Before;
    }

    private ref (List<string> Asked, List<string> Before) Entry(string queue, string key)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_queued, (queue, key), out var isThere);
        if (!isThere) entry = ([], []);
        return ref entry;
    }
}

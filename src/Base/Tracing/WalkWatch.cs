namespace Kybernet.Base.Tracing;

/// <summary>Tells of each walk once, when it seems to be over: its pods are ready, and nothing has happened for a while.</summary>
/// <param name="recorder">Already listening.</param>
/// <param name="time">The clock of the spans: the system's.</param>
public sealed class WalkWatch(SpanRecorder recorder, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    // A proxy's round may come a second after the change it is for.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);

    // What is not ready then is told as it is.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> _told = [];

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(Func<Walk, Task> tell, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_pause, time, cancel);
            foreach (var walk in Finished()) await tell(walk);
        }
    }

    /// <summary>The walks that are over now and were not told of before, in the order in which they began.</summary>
    public IReadOnlyList<Walk> Finished()
    {
        var spans = recorder.Spans;
        var finished = new List<Walk>();
        foreach (var root in spans.Where(span => Walk.IsRoot(span) && !_told.Contains(span.Id)).OrderBy(static span => span.Start))
        {
            var walk = Walk.Of(root, spans);
            if (!IsOver(walk)) continue;
            _told.Add(root.Id);
            // What changed nothing has nothing to tell.
            if (walk.Spans.Any(Walk.IsEffect)) finished.Add(walk);
        }

        _told.IntersectWith(spans.Select(static span => span.Id));
        return finished;
    }

    private bool IsOver(Walk walk)
    {
        var now = time.GetUtcNow();
        var last = walk.Spans.Where(Walk.IsEffect).Select(static span => span.End).DefaultIfEmpty(walk.Root.End).Max();
        if (now - last < s_quiet) return false;
        return now - walk.Root.Start > s_longest || walk.Root[SpanTags.Verb] == "delete" || ArePodsReady(walk);
    }

    private static bool ArePodsReady(Walk walk)
    {
        var ready = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var span in walk.Spans)
        {
            if (span[SpanTags.Ready] is { Length: > 0 } told) ready[span[SpanTags.Uid]] = told;
            else if (span[SpanTags.Written].Length > 0 && span[SpanTags.Kind] == "Pod") ready.TryAdd(span[SpanTags.Uid], "False");
        }

        return !ready.ContainsValue("False");
    }
}

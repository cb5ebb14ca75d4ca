using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Client.Events;

/// <summary>
/// Keeps events from overwhelming the cluster: an event seen before counts up instead of being written anew; events that differ in their
/// message only become one from the tenth within ten minutes on; of one source about one object at most 25 at once and then one in five
/// minutes are let through. For one thread.
/// </summary>
/// <remarks>Upstream: client-go/tools/record/events_cache.go, with its defaults.</remarks>
internal sealed class EventCorrelator(TimeProvider time)
{
    private const int MaxRemembered = 4096;
    private const int MaxSimilar = 10;
    private const int SpamBurst = 25;
    private const double SpamPerSecond = 1 / 300.0;
    private static readonly TimeSpan s_similarFor = TimeSpan.FromSeconds(600);

    private readonly RecentlyUsed<SimilarKey, Similar> _similar = new(MaxRemembered);
    private readonly RecentlyUsed<EventKey, Observed> _observed = new(MaxRemembered);
    private readonly RecentlyUsed<SpamKey, Bucket> _buckets = new(MaxRemembered);

    /// <summary>The event as it is to be written, its count above 1 when it is there already; null when it is one too many.</summary>
    public Event? Correlate(Event value)
    {
        var key = KeyOf(value);
        if (IsOneOfMany(value))
        {
            // All that are combined are one event, whatever their messages.
            value = value with { Message = "(combined from similar events): " + value.Message };
            key = key with { Message = null };
        }

        if (_observed.TryGet(key, out var before))
        {
            value = value with
            {
                Metadata = value.Metadata with { Name = before.Name, ResourceVersion = before.ResourceVersion },
                FirstTimestamp = before.FirstTimestamp,
                Count = before.Count + 1,
            };
        }

        _observed.Set(key, Observed.Of(value));
        return IsAllowed(value) ? value : null;
    }

    /// <summary>The event as the server has it now.</summary>
    public void Written(Event value) => _observed.Set(
        KeyOf(value) is var key && value.Message.StartsWith("(combined from similar events): ", StringComparison.Ordinal) ? key with { Message = null } : key,
        Observed.Of(value));

    private bool IsOneOfMany(Event value)
    {
        var now = time.GetTimestamp();
        var key = new SimilarKey(value.Source, value.InvolvedObject with { ResourceVersion = "", FieldPath = "" }, value.Type, value.Reason);
        if (!_similar.TryGet(key, out var similar) || time.GetElapsedTime(similar.Last, now) > s_similarFor) similar = new();
        similar.Last = now;
        _similar.Set(key, similar);
        similar.Messages.Add(value.Message);
        if (similar.Messages.Count < MaxSimilar) return false;
        // The set need not grow beyond the limit.
        similar.Messages.Remove(value.Message);
        return true;
    }

    private bool IsAllowed(Event value)
    {
        var key = new SpamKey(value.Source, value.InvolvedObject with { ResourceVersion = "", FieldPath = "" }, value.Type);
        var now = time.GetTimestamp();
        if (!_buckets.TryGet(key, out var bucket)) bucket = new(SpamBurst, now);
        var tokens = Math.Min(SpamBurst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * SpamPerSecond));
        var isAllowed = tokens >= 1;
        _buckets.Set(key, new(isAllowed ? tokens - 1 : tokens, now));
        return isAllowed;
    }

    private static EventKey KeyOf(Event value) =>
        new(value.Source, value.InvolvedObject with { ResourceVersion = "" }, value.Type, value.Reason, value.Message);

    private sealed class Similar
    {
        public HashSet<string> Messages { get; } = [];

        public long Last { get; set; }
    }

    private readonly record struct SimilarKey(EventSource Source, ObjectReference Regarding, string Type, string Reason);

    private readonly record struct SpamKey(EventSource Source, ObjectReference Regarding, string Type);

    private readonly record struct EventKey(EventSource Source, ObjectReference Regarding, string Type, string Reason, string? Message);

    private readonly record struct Bucket(double Tokens, long At);

    private readonly record struct Observed(string Name, string ResourceVersion, Time FirstTimestamp, int Count)
    {
        public static Observed Of(Event value) => new(value.Metadata.Name, value.Metadata.ResourceVersion, value.FirstTimestamp, value.Count);
    }
}

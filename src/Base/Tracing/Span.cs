using System.Diagnostics;

namespace Kybernet.Base.Tracing;

/// <summary>A step that is over: who did what, when, for how long, and inside of which other step.</summary>
public sealed record Span
{
    /// <summary>16 hexadecimal digits, unique in the process.</summary>
    public required string Id { get; init; }

    /// <summary>The span this one is part of; empty for none.</summary>
    public string ParentId { get; init; } = "";

    /// <summary>The component: <c>Kybernet.Scheduler</c>.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Start { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>It answers somebody outside of this process.</summary>
    public bool IsServer { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public DateTimeOffset End => Start + Duration;

    /// <summary>The value of a tag; empty when the span has none.</summary>
    public string this[string tag]
    {
        get
        {
            foreach (var (name, value) in Tags)
                if (name == tag) return value;
            return "";
        }
    }

    /// <param name="activity">Stopped.</param>
    public static Span Of(Activity activity) => new()
    {
        Id = activity.SpanId.ToHexString(),
        ParentId = activity.ParentSpanId == default ? "" : activity.ParentSpanId.ToHexString(),
        Source = activity.Source.Name,
        Name = activity.OperationName,
        Start = new(activity.StartTimeUtc, TimeSpan.Zero),
        Duration = activity.Duration,
        IsServer = activity.Kind == ActivityKind.Server,
        Tags = [.. activity.Tags.Select(static tag => KeyValuePair.Create(tag.Key, tag.Value ?? ""))],
    };
}

namespace Kybernet.Store.Tests.Histories;

/// <summary>One watch of a history, from its opening to its end.</summary>
internal sealed class RecordedWatch
{
    public required string Client { get; init; }

    public required WatchRequest Request { get; init; }

    /// <summary>Every event in the range from this revision on must be said.</summary>
    public required long CompleteFrom { get; init; }

    public List<WatchMessage> Messages { get; } = [];

    public long EndedAt { get; set; } = Recorded.Never;

    public override string ToString() =>
        $"{Client} watch {Request.Keys} from {Request.StartRevision}: " +
        string.Join("; ", Messages.Select(message =>
            message.Error?.ToString() ?? $"[{string.Join(", ", message.Events.Select(Describe))}]@{message.Revision}"));

    private static string Describe(WatchEvent said) => $"{said.Kind} {said.Current.Key}={said.Current.Value}@{said.Revision}";
}

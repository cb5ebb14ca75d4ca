namespace Kybernet.Store.Tests.Histories;

/// <summary>One request of a history, when it was made and answered, and with what.</summary>
internal sealed class Recorded
{
    public const long Never = long.MaxValue;

    public required string Client { get; init; }

    /// <summary>A change, as the transaction it amounts to; null for a range or a compaction.</summary>
    public TxnRequest? Txn { get; init; }

    public RangeRequest? Range { get; init; }

    public Revision? Compact { get; init; }

    /// <summary>Places in the one order in which a history's calls and answers were seen.</summary>
    public required long Invoked { get; init; }

    public long Returned { get; set; } = Never;

    /// <summary>The answer to a change; puts and deletes answered as transactions of one operation.</summary>
    public TxnResponse? TxnAnswer { get; set; }

    public RangeResponse? RangeAnswer { get; set; }

    public Revision? CompactAnswer { get; set; }

    public StoreError? Error { get; set; }

    /// <summary>A change without answer cannot be at a later revision than this: the store restarted at it.</summary>
    public long AtMost { get; set; } = long.MaxValue;

    public bool IsUnknown => Txn is not null && TxnAnswer is null && Error is null or StoreError.Unavailable { OutcomeUnknown: true };

    public bool Changed => TxnAnswer is { } answer && answer.Outcomes.Any(
        outcome => outcome is TxnOutcome.Put or TxnOutcome.Delete { Response.Deleted: > 0 });

    /// <summary>The revision the answer proves the store was at; null when it proves none.</summary>
    public long? Witness =>
        TxnAnswer?.Revision.Value ?? RangeAnswer?.Revision.Value ?? CompactAnswer?.Value ?? (Error as StoreError.FutureRevision)?.Current.Value;

    public override string ToString() =>
        $"{Client} [{Invoked},{(Returned == Never ? "…" : Returned)}] " +
        (Txn is not null ? Describe(Txn) : Range is { } range ? $"range {range.Keys} at {range.Revision}" : $"compact {Compact}") +
        " -> " + (Error?.ToString() ?? (TxnAnswer is not null ? Describe(TxnAnswer) : RangeAnswer is not null
            ? Describe(RangeAnswer) : CompactAnswer?.ToString() ?? "?"));

    private static string Describe(TxnRequest txn) =>
        $"txn if [{string.Join(", ", txn.Compares.Select(c => $"{c.Target} {c.Keys} {c.Relation} {c.Number}"))}] then [{Describe(txn.Success)}] else [{Describe(txn.Failure)}]";

    private static string Describe(IEnumerable<TxnOperation> operations) => string.Join(", ", operations.Select(operation => operation switch
    {
        TxnOperation.Put put => $"put {put.Request.Key}={put.Request.Value}",
        TxnOperation.Delete delete => $"delete {delete.Request.Keys}",
        TxnOperation.Range range => $"range {range.Request.Keys}",
        _ => "?",
    }));

    private static string Describe(TxnResponse answer) => $"{answer.Succeeded} at {answer.Revision}";

    private static string Describe(RangeResponse answer) => $"[{string.Join(", ", answer.Items)}] at {answer.Revision}";
}

using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store.Tests.Histories;

/// <summary>The store in its plainest form: what it holds at one revision, and what a transaction makes of that.</summary>
internal sealed record Model(long Revision, ImmutableSortedDictionary<Bytes, KeyValue> Keys)
{
    public static Model Empty { get; } = new(1, ImmutableSortedDictionary<Bytes, KeyValue>.Empty);

    public ImmutableArray<KeyValue> In(KeyRange range) => [.. Keys.Where(pair => range.Contains(pair.Key.Span)).Select(pair => pair.Value)];

    /// <summary>What the store holds after <paramref name="txn"/>, what it answers, and what watches are told.</summary>
    public (Model After, TxnResponse Answer, ImmutableArray<WatchEvent> Events) Run(TxnRequest txn)
    {
        var succeeded = txn.Compares.All(Holds);
        var keys = Keys;
        var events = ImmutableArray.CreateBuilder<WatchEvent>();
        var outcomes = ImmutableArray.CreateBuilder<TxnOutcome>();
        var next = new Revision(Revision + 1);
        foreach (var operation in succeeded ? txn.Success : txn.Failure)
        {
            switch (operation)
            {
                case TxnOperation.Put { Request: var put }:
                    var before = keys.GetValueOrDefault(put.Key);
                    var after = new KeyValue(put.Key, put.Value, before?.CreateRevision ?? next, next, (before?.Version ?? 0) + 1, put.Lease);
                    keys = keys.SetItem(put.Key, after);
                    events.Add(new(WatchEventKind.Put, after, before));
                    outcomes.Add(new TxnOutcome.Put(new(next, put.ReturnPrevious ? before : null)));
                    break;
                case TxnOperation.Delete { Request: var delete }:
                    var gone = (this with { Keys = keys }).In(delete.Keys);
                    keys = keys.RemoveRange(gone.Select(item => item.Key));
                    foreach (var item in gone)
                        events.Add(new(WatchEventKind.Delete, new(item.Key, Bytes.Empty, Store.Revision.None, next, 0, LeaseId.None), item));
                    outcomes.Add(new TxnOutcome.Delete(new(events.Count > 0 ? next : new(Revision), gone.Length, delete.ReturnPrevious ? gone : [])));
                    break;
                case TxnOperation.Range { Request: var range }:
                    var found = (this with { Keys = keys }).In(range.Keys);
                    outcomes.Add(new TxnOutcome.Range(new(events.Count > 0 ? next : new(Revision), found, More: false, found.Length)));
                    break;
                default:
                    throw new InvalidOperationException($"unknown operation {operation}");
            }
        }

        var revision = Revision + (events.Count > 0 ? 1 : 0);
        return (new(revision, keys), new(new(revision), succeeded, outcomes.ToImmutable()), events.ToImmutable());
    }

    private bool Holds(Compare compare)
    {
        var key = Keys.GetValueOrDefault(compare.Keys.Start);
        var actual = compare.Target == CompareTarget.Version ? key?.Version ?? 0 : key?.ModRevision.Value ?? 0;
        return compare.Relation switch
        {
            CompareRelation.Equal => actual == compare.Number,
            CompareRelation.NotEqual => actual != compare.Number,
            CompareRelation.Less => actual < compare.Number,
            _ => actual > compare.Number,
        };
    }
}

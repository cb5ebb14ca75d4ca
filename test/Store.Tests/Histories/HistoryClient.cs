using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store.Tests.Histories;

/// <summary>Makes random requests, one after the other, and records them.</summary>
internal sealed class HistoryClient(HistoryRun run, string name)
{
    public static readonly string[] Names = ["a", "b", "c", "p/x", "p/y", "q"];

    private readonly Dictionary<string, KeyValue?> _seen = [];
    private long _revision = 1;
    private int _values;

    private Random Random => run.Random;

    public async Task RunAsync(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            await Task.Yield();
            await StepAsync();
        }
    }

    public async Task ReadAllAsync()
    {
        await Task.Yield();
        await RangeAsync(new(KeyRange.All));
    }

    private Task StepAsync() => Random.Next(100) switch
    {
        < 30 => PutAsync(),
        < 38 => DeleteAsync(KeyRange.Single(PickKey())),
        < 42 => DeleteAsync(KeyRange.Prefix(Bytes.Of("p/"))),
        < 66 => TxnAsync(PickTxn()),
        < 82 => RangeAsync(new(PickRange()) { Limit = Random.Next(3) }),
        < 94 => RangeAsync(new(PickRange()) { Revision = new(Math.Max(1, _revision - Random.Next(-1, 12))) }),
        _ => CompactAsync(new(Math.Max(1, _revision - Random.Next(-1, 8)))),
    };

    private async Task PutAsync()
    {
        var put = new PutRequest(PickKey(), NextValue()) { ReturnPrevious = Random.Next(2) == 0 };
        var record = Begin(new TxnRequest([], [new TxnOperation.Put(put)], []));
        await AnswerAsync(record, async () =>
        {
            var result = await run.Store.PutAsync(put, run.Life);
            if (result.IsOk) record.TxnAnswer = new(result.Value.Revision, true, [new TxnOutcome.Put(result.Value)]);
            return result.Error;
        });
    }

    private async Task DeleteAsync(KeyRange keys)
    {
        var delete = new DeleteRequest(keys) { ReturnPrevious = Random.Next(2) == 0 };
        var record = Begin(new TxnRequest([], [new TxnOperation.Delete(delete)], []));
        await AnswerAsync(record, async () =>
        {
            var result = await run.Store.DeleteAsync(delete, run.Life);
            if (result.IsOk) record.TxnAnswer = new(result.Value.Revision, true, [new TxnOutcome.Delete(result.Value)]);
            return result.Error;
        });
    }

    private async Task TxnAsync(TxnRequest txn)
    {
        var record = Begin(txn);
        await AnswerAsync(record, async () =>
        {
            var result = await run.Store.TxnAsync(txn, run.Life);
            if (result.IsOk) record.TxnAnswer = result.Value;
            return result.Error;
        });
    }

    private async Task RangeAsync(RangeRequest range)
    {
        var record = new Recorded { Client = name, Range = range, Invoked = run.History.Tick() };
        await AnswerAsync(record, async () =>
        {
            var result = await run.Store.RangeAsync(range, run.Life);
            if (!result.IsOk) return result.Error;
            record.RangeAnswer = result.Value;
            if (!range.Revision.IsNone || range.Limit != 0) return null;
            foreach (var key in Names)
                if (range.Keys.Contains(Bytes.Of(key).Span))
                    _seen[key] = result.Value.Items.FirstOrDefault(item => item.Key == Bytes.Of(key));
            return null;
        });
    }

    private async Task CompactAsync(Revision revision)
    {
        var record = new Recorded { Client = name, Compact = revision, Invoked = run.History.Tick() };
        await AnswerAsync(record, async () =>
        {
            var result = await run.Store.CompactAsync(revision, run.Life);
            if (result.IsOk) record.CompactAnswer = result.Value;
            return result.Error;
        });
    }

    private Recorded Begin(TxnRequest txn) => new() { Client = name, Txn = txn, Invoked = run.History.Tick() };

    private async Task AnswerAsync(Recorded record, Func<Task<StoreError?>> ask)
    {
        run.History.Add(record);
        try
        {
            record.Error = await ask();
            record.Returned = run.History.Tick();
            _revision = Math.Max(_revision, record.Witness ?? 0);
        }
        catch (OperationCanceledException)
        {
            // The store crashed: the request stays without answer.
        }
    }

    /// <summary>Changes a key only if it is as this client saw it last, and reads if it is not.</summary>
    private TxnRequest PickTxn()
    {
        var key = Names[Random.Next(Names.Length)];
        var known = _seen.GetValueOrDefault(key);
        var compare = Random.Next(2) == 0
            ? Compare.ModRevision(Bytes.Of(key), CompareRelation.Equal, known?.ModRevision ?? Revision.None)
            : Compare.Version(Bytes.Of(key), (CompareRelation)Random.Next(4), known?.Version ?? 0);
        ImmutableArray<TxnOperation> success = [new TxnOperation.Put(new(Bytes.Of(key), NextValue()))];
        var other = Names[Random.Next(Names.Length)];
        if (other != key)
        {
            success = success.Add(Random.Next(2) == 0
                ? new TxnOperation.Put(new(Bytes.Of(other), NextValue()) { ReturnPrevious = true })
                : new TxnOperation.Delete(new(KeyRange.Single(Bytes.Of(other)))));
        }

        if (Random.Next(2) == 0) success = success.Add(new TxnOperation.Range(new(KeyRange.All)));
        return new([compare], success, [new TxnOperation.Range(new(PickRange()))]);
    }

    private KeyRange PickRange() => Random.Next(3) switch
    {
        0 => KeyRange.Single(PickKey()),
        1 => KeyRange.Prefix(Bytes.Of("p/")),
        _ => KeyRange.All,
    };

    private Bytes PickKey() => Bytes.Of(Names[Random.Next(Names.Length)]);

    private Bytes NextValue() => Bytes.Of($"{name}.{_values++}");
}

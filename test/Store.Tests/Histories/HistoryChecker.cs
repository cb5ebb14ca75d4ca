using System.Collections.Immutable;

namespace Kybernet.Store.Tests.Histories;

/// <summary>Says whether a history could have come from a store that keeps its contract.</summary>
/// <remarks>
/// <para>Answers carry revisions, and those leave no choice of order: changes are replayed on the <see cref="Model"/> by
/// revision, and each answer, range and watch must fit the model at the revision it names. A change without answer (crash,
/// cancellation, failed sync) may fill a revision nobody else claims, or never have happened: the checker tries.</para>
/// <para>Real time: what was answered before something else was asked cannot be at a later revision than it.</para>
/// </remarks>
internal sealed class HistoryChecker
{
    private readonly History _history;
    private readonly Dictionary<long, Recorded> _changes = [];
    private readonly List<Recorded> _unknown = [];
    private readonly ILookup<long, Recorded> _reads;
    private readonly long _last;
    private readonly List<WatchClaim> _claims = [];

    private HistoryChecker(History history)
    {
        _history = history;
        _unknown.AddRange(history.Requests.Where(request => request.IsUnknown).OrderBy(request => request.Invoked));
        _reads = history.Requests.Where(request => request.RangeAnswer is not null || (request.TxnAnswer is not null && !request.Changed))
            .ToLookup(request => request.Range is { Revision.IsNone: false } at ? at.Revision.Value : request.Witness!.Value);
        _last = history.Requests.Max(request => request.Witness ?? 0);
        foreach (var watch in history.Watches)
            foreach (var message in watch.Messages)
                _last = Math.Max(_last, message.Revision.Value);
    }

    /// <summary>What is wrong with a history; null when nothing is.</summary>
    public static string? Check(History history)
    {
        var checker = new HistoryChecker(history);
        return checker.CheckClaims() ?? checker.CheckRealTime() ?? checker.CheckCompaction() ?? checker.CheckWatchShape() ?? checker.Replay(Model.Empty, 0);
    }

    private string? CheckClaims()
    {
        foreach (var change in _history.Requests.Where(request => request.Changed))
            if (!_changes.TryAdd(change.Witness!.Value, change))
                return $"two changes at revision {change.Witness}: {change} and {_changes[change.Witness.Value]}";
        return null;
    }

    private string? CheckRealTime()
    {
        var byReturn = _history.Requests.Where(request => request.Witness is not null).OrderBy(request => request.Returned).ToArray();
        var returned = 0;
        Recorded? latest = null;
        foreach (var request in _history.Requests.Where(request => request.Witness is not null).OrderBy(request => request.Invoked))
        {
            for (; returned < byReturn.Length && byReturn[returned].Returned < request.Invoked; returned++)
                if (latest is null || byReturn[returned].Witness > latest.Witness)
                    latest = byReturn[returned];
            if (latest is not null && (request.Witness < latest.Witness || (request.Changed && request.Witness == latest.Witness)))
                return $"asked after the answer of\n  {latest}\nbut behind it:\n  {request}";
        }

        return null;
    }

    private string? CheckCompaction()
    {
        var compactions = _history.Requests.Where(request => request.Compact is not null).ToArray();
        foreach (var request in _history.Requests)
        {
            var at = request.Range is { Revision.IsNone: false } range ? range.Revision.Value : request.Compact?.Value ?? 0;
            if (request.Error is StoreError.Compacted)
            {
                var least = request.Compact is null ? at + 1 : at;
                if (!compactions.Any(c => c != request && c.Compact!.Value.Value >= least && c.Invoked < request.Returned
                    && c.Error is not StoreError.FutureRevision))
                    return $"compacted, but nobody asked for that: {request}";
            }
            else if (request.RangeAnswer is not null && at > 0)
            {
                var over = compactions.FirstOrDefault(c => c.CompactAnswer is not null && c.Compact!.Value.Value > at && c.Returned < request.Invoked);
                if (over is not null) return $"a read of compacted history was answered: {request} after {over}";
            }
            else if (request.Error is StoreError.FutureRevision future && at <= future.Current.Value)
            {
                return $"refused as future: {request}";
            }
        }

        foreach (var watch in _history.Watches)
        {
            if (watch.Messages is not [.., { Error: StoreError.Compacted } end]) continue;
            if (!compactions.Any(c => c.Compact!.Value > end.Revision
                && c.Invoked < watch.EndedAt)) return $"a watch ended as compacted, but nobody asked for that: {watch}";
        }

        return null;
    }

    /// <summary>Order, no repetition, whole transactions; and gathers what each watch claims to have happened.</summary>
    private string? CheckWatchShape()
    {
        foreach (var watch in _history.Watches)
        {
            var reached = watch.Request.StartRevision.IsNone ? 0 : watch.Request.StartRevision.Value - 1;
            var events = new Dictionary<long, List<WatchEvent>>();
            foreach (var message in watch.Messages.Where(message => message.Error is null))
            {
                var previous = reached;
                foreach (var said in message.Events)
                {
                    if (said.Revision.Value <= reached || said.Revision.Value < previous || said.Revision > message.Revision)
                        return $"out of order, repeated, split or past its mark: revision {said.Revision} after {previous}: {watch}";
                    previous = said.Revision.Value;
                    if (!events.TryGetValue(previous, out var together)) events.Add(previous, together = []);
                    together.Add(said);
                }

                if (message.Revision.Value < reached) return $"a mark went back: {watch}";
                reached = message.Revision.Value;
            }

            var from = Math.Min(watch.CompleteFrom, events.Count == 0 ? long.MaxValue : events.Keys.Min());
            _claims.Add(new(watch, from, reached, events));
        }

        return null;
    }

    /// <summary>Replays from <paramref name="model"/> on; where a revision is nobody's, tries every change without answer.</summary>
    private string? Replay(Model model, int depth)
    {
        while (true)
        {
            if (CheckReads(model) is { } unread) return unread;
            var next = model.Revision + 1;
            if (next > _last) return null;
            if (!_changes.TryGetValue(next, out var change)) return Fill(model, next, depth);
            if (Apply(ref model, change) is { } unfit) return unfit;
        }
    }

    private string? Fill(Model model, long revision, int depth)
    {
        var why = $"nobody made revision {revision}";
        for (var i = 0; i < _unknown.Count; i++)
        {
            var candidate = _unknown[i];
            if (candidate.AtMost < revision || EarliestFor(candidate) >= revision || model.Run(candidate.Txn!).After.Revision != revision) continue;
            _unknown.RemoveAt(i);
            var after = model;
            why = Apply(ref after, candidate) ?? Replay(after, depth + 1);
            if (why is null) return null;
            _unknown.Insert(i, candidate);
        }

        return why;
    }

    /// <summary>The revision the store had certainly reached when the request was made.</summary>
    private long EarliestFor(Recorded request) =>
        _history.Requests.Where(other => other.Returned < request.Invoked).Max(other => other.Witness) ?? 0;

    private string? Apply(ref Model model, Recorded change)
    {
        var (after, answer, events) = model.Run(change.Txn!);
        if (change.TxnAnswer is { } given
            && !Same(given, answer)) return $"at revision {model.Revision} the answer should be\n  {Text(answer)}\nbut is\n  {Text(given)}\nof {change}";
        if (after.Revision != model.Revision + 1) return $"changes nothing at revision {model.Revision}: {change}";
        model = after;
        foreach (var claim in _claims)
            if (claim.Contradicts(model.Revision, events) is { } contradiction)
                return contradiction;
        return null;
    }

    private string? CheckReads(Model model)
    {
        foreach (var read in _reads[model.Revision])
        {
            if (read.Range is { } range)
            {
                var expected = model.In(range.Keys);
                var cut = range.Limit > 0 && expected.Length > range.Limit ? expected[..(int)range.Limit] : expected;
                var answer = read.RangeAnswer!;
                if (!cut.SequenceEqual(answer.Items) || answer.Count != expected.Length || answer.More != cut.Length < expected.Length)
                    return $"revision {model.Revision} has [{string.Join(", ", expected)}] but: {read}";
            }
            else if (model.Run(read.Txn!).Answer is var answer && !Same(answer, read.TxnAnswer!))
            {
                return $"at revision {model.Revision} the answer should be\n  {Text(answer)}\nbut is\n  {Text(read.TxnAnswer!)}\nof {read}";
            }
        }

        return null;
    }

    private static bool Same(TxnResponse one, TxnResponse other) => Text(one) == Text(other);

    private static string Text(TxnResponse answer) =>
        $"{answer.Succeeded} {answer.Revision} " + string.Join("; ", answer.Outcomes.Select(outcome => outcome switch
    {
        TxnOutcome.Put put => $"put {put.Response.Revision} {put.Response.Previous}",
        TxnOutcome.Delete delete => $"delete {delete.Response.Revision} {delete.Response.Deleted} {string.Join(",", delete.Response.Previous)}",
        TxnOutcome.Range range => $"range {range.Response.Revision} {range.Response.Count} {string.Join(",", range.Response.Items)}",
        _ => "?",
    }));

    /// <summary>What a watch says happened between two revisions.</summary>
    private sealed record WatchClaim(RecordedWatch Watch, long From, long To, Dictionary<long, List<WatchEvent>> Events)
    {
        public string? Contradicts(long revision, ImmutableArray<WatchEvent> happened)
        {
            if (revision < From || revision > To) return null;
            var request = Watch.Request;
            var expected = happened
                .Where(said => request.Keys.Contains(said.Current.Key.Span) && !(said.Kind == WatchEventKind.Put ? request.NoPuts : request.NoDeletes))
                .ToArray();
            var actual = Events.GetValueOrDefault(revision) ?? [];
            // The previous key may be missing when it is compacted, but never wrong.
            var fits = expected.Length == actual.Count && expected.Zip(actual).All(pair =>
                pair.First.Kind == pair.Second.Kind && pair.First.Current == pair.Second.Current &&
                (pair.Second.Previous is null || pair.Second.Previous == pair.First.Previous));
            return fits ? null : $"revision {revision} made [{string.Join(", ", expected)}] but a watch says [{string.Join(", ", actual)}]: {Watch}";
        }
    }
}

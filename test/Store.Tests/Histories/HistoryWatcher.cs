using Kybernet.Base;

namespace Kybernet.Store.Tests.Histories;

/// <summary>Watches a range, closes and resumes now and then, and after every crash, and records what it is told.</summary>
internal sealed class HistoryWatcher(HistoryRun run, string name)
{
    public async Task RunAsync()
    {
        var keys = run.Random.Next(3) == 0 ? KeyRange.Prefix(Bytes.Of("p/")) : KeyRange.All;
        var start = Revision.None;
        while (!run.End.IsCancellationRequested)
        {
            await Task.Yield();
            var reached = await WatchAsync(new(keys) { StartRevision = start, ReturnPrevious = run.Random.Next(2) == 0 });
            // On from where it got to, or anew.
            start = run.Random.Next(4) == 0 || reached is null ? Revision.None : reached.Value.Next;
        }
    }

    /// <summary>The revision the watch got to; null when it got nowhere or was compacted away.</summary>
    private async Task<Revision?> WatchAsync(WatchRequest request)
    {
        RecordedWatch? record = null;
        Revision? reached = request.StartRevision.IsNone ? null : request.StartRevision.Before;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Life, run.End);
        try
        {
            var store = run.Store;
            var opened = await store.WatchAsync(request, stop.Token);
            if (!opened.IsOk) return reached;
            await using var watch = opened.Value;
            var current = (await store.GetStatusAsync(stop.Token)).Value.Revision;
            record = new()
            {
                Client = name,
                Request = request,
                CompleteFrom = request.StartRevision.IsNone ? current.Value + 1 : request.StartRevision.Value,
            };
            run.History.Add(record);
            for (var messages = run.Random.Next(12); messages > 0; messages--)
            {
                if (run.Random.Next(3) == 0) watch.RequestProgress();
                var message = await watch.ReadAsync(stop.Token);
                record.Messages.Add(message);
                record.EndedAt = run.History.Tick();
                if (message.Error is not null) return null;
                reached = message.Revision;
            }
        }
        catch (OperationCanceledException)
        {
            // The store crashed, or the history is over.
        }

        return reached;
    }
}

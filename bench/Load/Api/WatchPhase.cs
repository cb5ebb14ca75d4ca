namespace Kybernet.Bench.Load.Api;

/// <summary>Creates pods while many watch them.</summary>
internal static class WatchPhase
{
    private const int StackBytes = 256 * 1024;

    /// <returns>The creates; how long all watchers took to see all of it; what the watchers read; what was wrong, null when nothing was.</returns>
    public static WatchResult Run(KubeAccess access, string @namespace, int watchers, int clients, int pods, TimeProvider time)
    {
        var since = RevisionsOf(access, @namespace).List;
        var watching = new WatchClient[watchers];
        var threads = new Thread[watchers];
        for (var i = 0; i < watchers; i++)
        {
            var client = watching[i] = new(access, PodRequests.Watch(@namespace, since));
            threads[i] = new(() => client.Read(pods), StackBytes) { IsBackground = true };
            threads[i].Start();
        }

        try
        {
            var began = time.GetTimestamp();
            var creates = ClosedLoop.Run(clients, pods, () => Senders.Create(access, @namespace), time);
            var patience = TimeSpan.FromSeconds(30);
            var late = threads.Count(thread => !thread.Join(patience));
            var elapsed = time.GetElapsedTime(began);
            var problem = late > 0 ? $"{late} watchers still wait" : Check(watching, pods, RevisionsOf(access, @namespace).Sum);
            return new(creates, elapsed, watching.Sum(static watch => (long)watch.Events), watching.Sum(static watch => watch.Bytes), problem);
        }
        finally
        {
            foreach (var watch in watching) watch.Dispose();
        }
    }

    private static string? Check(WatchClient[] watching, int pods, long sum)
    {
        foreach (var watch in watching)
        {
            if (watch.Problem is { } problem) return problem;
            if (watch.Events != pods) return $"a watcher saw {watch.Events} events of {pods}";
            if (watch.RevisionSum != sum) return "a watcher saw other revisions than the list has";
        }

        return null;
    }

    // The first resource version of a list is its own, the others are its items'.
    private static (string List, long Sum) RevisionsOf(KubeAccess access, string @namespace)
    {
        using var connection = new LoadConnection(access);
        using var body = new MemoryStream();
        connection.Call(PodRequests.List(@namespace), 200, body);
        var json = new ReadOnlySpan<byte>(body.GetBuffer(), 0, (int)body.Length);
        var name = "\"resourceVersion\":\""u8;
        var list = WatchClient.Revision(json);
        long sum = -list;
        for (int at; (at = json.IndexOf(name)) >= 0; json = json[(at + name.Length)..]) sum += WatchClient.Revision(json[at..]);
        return (list.ToString(System.Globalization.CultureInfo.InvariantCulture), sum);
    }
}

internal sealed record WatchResult(LoopResult Creates, TimeSpan Elapsed, long Events, long Bytes, string? Problem)
{
    public double EventsPerSecond => Events / Elapsed.TotalSeconds;

    public double MegabytesPerSecond => Bytes / 1e6 / Elapsed.TotalSeconds;
}

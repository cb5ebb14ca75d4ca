using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary>Writers and watchers of one server, and what must hold of what they saw.</summary>
/// <remarks><c>KYBERNET_FAULT_WATCHERS</c> (50) and <c>KYBERNET_FAULT_WRITERS</c> (10) say how many.</remarks>
internal sealed class FaultLoad : IAsyncDisposable
{
    // A connection carries a hundred streams.
    private const int WatchersEach = 50;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Administrator> _administrators = [];
    private readonly List<FaultWatcher> _watchers = [];
    private readonly List<FaultWriter> _writers = [];
    private readonly List<Task> _watching = [];
    private readonly List<Task> _writing = [];
    private readonly ApiClient _client;
    private volatile Task _mayWrite = Task.CompletedTask;

    private FaultLoad(ServerProcess server)
    {
        _client = Connect(server);
    }

    public int Failures => _writers.Sum(static writer => writer.Failed);

    public string Failure => _writers.Select(static writer => writer.Failure).FirstOrDefault(static failure => failure.Length > 0) ?? "";

    /// <summary>Watches begun beyond the first of each watcher.</summary>
    public int Resumed => _watchers.Sum(static watcher => watcher.Watches) - _watchers.Count;

    public int Written => _writers.Sum(static writer => writer.Answered.Count);

    public long Seen => _watchers.Sum(static watcher => (long)watcher.Seen.Count);

    /// <param name="server">Whom it loads.</param>
    /// <param name="disconnects">Whether watchers break off by themselves.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<FaultLoad> StartAsync(ServerProcess server, bool disconnects, CancellationToken cancel)
    {
        var load = new FaultLoad(server);
        var client = load._client;
        for (var i = 0; i < Setting("KYBERNET_FAULT_WATCHERS", 50); i++)
        {
            if (i % WatchersEach == 0) client = load.Connect(server);
            var watcher = new FaultWatcher(client, i, disconnects);
            load._watchers.Add(watcher);
            load._watching.Add(watcher.RunAsync(cancel));
        }

        await Task.WhenAll(load._watchers.Select(static watcher => watcher.Started));
        for (var i = 0; i < Setting("KYBERNET_FAULT_WRITERS", 10); i++)
        {
            var writer = new FaultWriter(load._client, i, () => load._mayWrite);
            load._writers.Add(writer);
            load._writing.Add(writer.RunAsync(load._stop.Token, cancel));
        }

        return load;
    }

    /// <summary>
    /// Lets no writer begin anything until every watcher is as far as the writers. One that is further behind than caches reach back is told so with 410,
    /// and has to list: that is no fault, and not what is looked for here.
    /// </summary>
    /// <returns>The revision all of them have seen.</returns>
    public async Task<long> CatchUpAsync(CancellationToken cancel)
    {
        var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mayWrite = pause.Task;
        try
        {
            while (true)
            {
                var latest = _writers.Max(static writer => writer.Latest);
                if (_watchers.All(watcher => watcher.Position >= latest)) return latest;
                if (_watching.FirstOrDefault(static task => task.IsFaulted) is { } ended) await ended;
                await Task.Delay(s_look, cancel);
            }
        }
        finally
        {
            pause.SetResult();
        }
    }

    /// <summary>Ends the writing, waits until every watcher has seen the end, and compares.</summary>
    public async Task CheckAsync(CancellationToken cancel)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writing);
        var end = await _client.CreateAsync(new ConfigMap { Metadata = new() { Name = FaultWatcher.End, Namespace = "default" } }, cancel);
        Assert.True(end.IsOk);
        await Task.WhenAll(_watching);

        var all = new SortedSet<Change>(_watchers.SelectMany(static watcher => watcher.Seen), Comparer<Change>.Create(ByRevision));
        Assert.All(_writers, writer => Assert.All(writer.Answered, change => Assert.Contains(change, all)));
        foreach (var watcher in _watchers) Assert.Equal(all.Where(change => change.Revision > watcher.Start), watcher.Seen);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var administrator in _administrators) administrator.Dispose();
        _stop.Dispose();
    }

    private static int ByRevision(Change one, Change other)
    {
        var order = one.Revision.CompareTo(other.Revision);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private ApiClient Connect(ServerProcess server)
    {
        var administrator = server.Connect();
        _administrators.Add(administrator);
        return administrator.Client;
    }
}

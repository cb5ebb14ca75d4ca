using System.Globalization;
using Kybernet.Bench.Load.Flow;

namespace Kybernet.Bench.Load.Api;

/// <summary>An API server under load over TLS: creates, gets, lists, watches, one after the other.</summary>
internal sealed class ApiScenario : IDisposable
{
    private const string Warm = "warm";
    private const string Load = "load";
    private const string Watched = "watched";
    private static readonly (int Clients, int Share, double Target)[] s_creates = [(1, 1, 2_940), (16, 2, 6_090), (64, 3, 6_940)];

    private readonly ApiOptions _options;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"kybernet-bench-api-{Environment.ProcessId}");
    private readonly Report _report = new(Console.Out);
    private ChildProcess? _server;
    private KubeAccess _access = null!;

    private ApiScenario(ApiOptions options) => _options = options;

    public static async Task RunAsync(ApiOptions options, CancellationToken cancel)
    {
        using var scenario = new ApiScenario(options);
        Directory.CreateDirectory(scenario._directory);
        scenario._report.Open();
        await scenario.StartAsync(cancel);
        await scenario.IdleAsync("idle after start", cancel);
        scenario.WarmUp();
        if (options.Runs("create")) scenario.Create();
        if (options.Runs("get")) scenario.Measure("get, 16 clients", 16, options.Gets, 30_900, scenario.Getter());
        if (options.Runs("list"))
        {
            foreach (var clients in (int[])[1, 4])
                scenario.Measure($"list of {options.Pods} pods, {clients} clients", clients, options.Lists, 0, scenario.Lister());
        }

        scenario.Resident("resident after these", "200");
        if (options.Runs("watch")) scenario.Watch();
        if (options.HasPeer && (options.Runs("get") || options.Runs("list"))) await scenario.PeerAsync(cancel);
        await scenario.IdleAsync("idle after load", cancel);
        scenario._report.Close();
    }

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        var kubeconfig = _options.Kubeconfig;
        if (kubeconfig.Length == 0)
        {
            var began = _time.GetTimestamp();
            _server = await ChildProcess.StartAsync(
                _options.Server, ["server", "--data-dir", _directory, "--secure-port", "0", "--store", _options.Store,
                    "--disable", "scheduler,controllers"], "ready at", cancel);
            _report.Add("ready after", _time.GetElapsedTime(began).TotalSeconds, "s", "0.25");
            kubeconfig = Path.Combine(_directory, "admin.kubeconfig");
        }

        _access = KubeAccess.Read(kubeconfig);
        using var connection = new LoadConnection(_access);
        foreach (var name in (string[])[Warm, Load, Watched])
        {
            connection.Call(PodRequests.CreateNamespace(name), 201);
            connection.Call(PodRequests.CreateServiceAccount(name), 201);
        }

        if (!_options.IsTenant) return;
        connection.Call(TenantRequests.LetServiceAccountsIn(), 201);
        _access = KubeAccess.Read(kubeconfig, TenantRequests.Account(Load), TenantRequests.Group);
    }

    private async Task IdleAsync(string name, CancellationToken cancel)
    {
        if (_server is null) return;
        var before = _server.ProcessorSeconds;
        await Task.Delay(_options.IdleFor, _time, cancel);
        _report.Add(name, (_server.ProcessorSeconds - before) / _options.IdleFor.TotalSeconds * 100, "% of a processor");
        Resident("resident " + name);
    }

    private void Resident(string name, string target = "")
    {
        if (_server is not null) _report.Add(name, _server.ResidentMegabytes, "MB", target);
    }

    private void WarmUp()
    {
        if (_options.WarmUp == 0) return;
        ClosedLoop.Run(16, _options.WarmUp, () => Senders.Create(_access, Warm), _time);
        ClosedLoop.Run(16, _options.WarmUp, () => Senders.Get(_access, PodRequests.Get(PodRequests.PodPath(Warm, 0))), _time);
    }

    private void Create()
    {
        if (_options.Clients > 0)
        {
            Measure($"create, {_options.Clients} clients", _options.Clients, _options.Pods, 0, () => Senders.Create(_access, Load));
            return;
        }

        var shares = s_creates.Sum(static create => create.Share);
        var done = 0;
        foreach (var (clients, share, target) in s_creates)
        {
            var offset = done;
            var count = clients == 64 ? _options.Pods - done : _options.Pods * share / shares;
            Measure($"create, {clients} clients", clients, count, target, () => Senders.Create(_access, Load, offset));
            done += count;
        }
    }

    private Func<Func<int, long>> Getter() => () => Senders.Get(_access, PodRequests.Get(PodRequests.PodPath(Load, 7)));

    private Func<Func<int, long>> Lister() => () => Senders.Get(_access, PodRequests.List(Load));

    private double Measure(string name, int clients, int requests, double target, Func<Func<int, long>> connect, ChildProcess? server = null)
    {
        server ??= _server;
        var before = server?.ProcessorSeconds ?? 0;
        var loop = ClosedLoop.Run(clients, requests, connect, _time);
        _report.Add(name, loop, target, (server?.ProcessorSeconds ?? 0) - before);
        return loop.PerSecond;
    }

    private void Watch()
    {
        var before = _server?.ProcessorSeconds ?? 0;
        var result = WatchPhase.Run(_access, Watched, _options.Watchers, 16, _options.Watched, _time);
        _report.Add($"create, 16 clients, {_options.Watchers} watchers", result.Creates, 6_060, (_server?.ProcessorSeconds ?? 0) - before);
        _report.Add("events seen", result.EventsPerSecond,
            string.Create(CultureInfo.InvariantCulture, $"a second, {result.MegabytesPerSecond:n0} MB/s"), "600,000");
        _report.Note(result.Problem is { } problem ? $"WRONG: {problem}" : "every watcher saw every event once and in order");
        Resident("resident after watching");
    }

    /// <summary>The same bytes from a bare Kestrel, and what the server reaches of that, measured again beside it.</summary>
    private async Task PeerAsync(CancellationToken cancel)
    {
        var (one, list) = (Path.Combine(_directory, "object.json"), Path.Combine(_directory, "list.json"));
        Save(PodRequests.Get(PodRequests.PodPath(Load, 7)), one);
        Save(PodRequests.List(Load), list);
        using var peer = await ChildProcess.StartAsync(Environment.ProcessPath!, ["kestrel", one, list], "ready", cancel);
        var access = _access with { Port = new Uri(peer.Ready.Split(' ')[1]).Port };
        Func<Func<int, long>> Of(string path) => () => Senders.Get(access, PodRequests.Get(path));
        ClosedLoop.Run(16, _options.WarmUp, Of("/object"), _time);
        var theirs = Measure("bare Kestrel: get, 16 clients", 16, _options.Gets, 0, Of("/object"), peer);
        var ours = Measure("get, 16 clients, again", 16, _options.Gets, 0, Getter());
        _report.Add("  ours to bare Kestrel", ours / theirs, "");
        ClosedLoop.Run(1, 2, Of("/list"), _time);
        foreach (var clients in (int[])[1, 4])
        {
            theirs = Measure($"bare Kestrel: list, {clients} clients", clients, _options.Lists, 0, Of("/list"), peer);
            ours = Measure($"list, {clients} clients, again", clients, _options.Lists, 0, Lister());
            _report.Add("  ours to bare Kestrel", ours / theirs, "", "0.80");
        }
    }

    private void Save(byte[] request, string file)
    {
        using var connection = new LoadConnection(_access);
        using var body = File.Create(file);
        connection.Call(request, 200, body);
    }
}

using System.Globalization;
using System.Text;
using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>
/// Requests of others while one tenant floods a server over HTTPS, at the same rate as without the flood, in rounds: both see the same
/// machine. A third part of each round is the same without the flood on a machine that is as busy: what the processors alone cost.
/// </summary>
internal sealed class FlowScenario
{
    private const int PerSecond = 400;
    private const int Quiet = 0;
    private const int Flooded = 1;
    private const int Busy = 2;

    // The flood, or its end, is noticed by then.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1.4);

    private readonly FloodedServer _server;
    private readonly ChildProcess _flood;
    private readonly ChildProcess _busy;
    private readonly TimeProvider _time;
    private readonly (FlowSeries Series, PacedClient Client)[] _measured;
    private readonly double[] _serverUsed = new double[3];
    private double _floodUsed;
    private string _sent = "";

    private FlowScenario(FloodedServer server, ChildProcess flood, ChildProcess busy, TimeProvider time)
    {
        (_server, _flood, _busy, _time) = (server, flood, busy, time);
        var pod = PodRequests.Get(PodRequests.PodPath(FloodProgram.Space, 7));
        var lease = PodRequests.Get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler");
        PacedClient Client(KubeAccess access, byte[] request) => new(access, request, PerSecond, time);
        _measured =
        [
            (new("a tenant"), Client(server.As(TenantRequests.Account("quiet"), TenantRequests.Group), pod)),
            (new("a leader"), Client(server.As("system:kube-scheduler"), lease)),
            (new("an administrator"), Client(server.Access, pod)),
        ];
    }

    public static async Task RunAsync(FlowOptions options, TimeProvider time, CancellationToken cancel)
    {
        using var server = await FloodedServer.StartAsync(options, time, cancel);
        using var busy = await ChildProcess.StartAsync(Environment.ProcessPath!, ["busy"], "busy", cancel);
        using var flood = await ChildProcess.StartAsync(
            Environment.ProcessPath!, ["flood", server.Kubeconfig, options.Kind, options.Clients.ToString(CultureInfo.InvariantCulture)],
            "flooding", cancel);
        var scenario = new FlowScenario(server, flood, busy, time);
        // Code is warm by then.
        await scenario.TurnAsync(Flooded, isMeasured: false, cancel);
        for (var round = 0; round < options.Rounds; round++)
            foreach (var condition in round % 2 == 0 ? (int[])[Quiet, Flooded, Busy] : [Busy, Flooded, Quiet])
                await scenario.TurnAsync(condition, isMeasured: true, cancel);
        foreach (var (_, client) in scenario._measured) client.Dispose();
        scenario._sent = await flood.FinishAsync(cancel);
        scenario.Report(options);
    }

    private async Task TurnAsync(int condition, bool isMeasured, CancellationToken cancel)
    {
        if (condition == Flooded) await _flood.TellAsync("go", cancel);
        if (condition == Busy) await _busy.TellAsync(Text(Math.Max(0, _floodUsed + _serverUsed[Flooded] - _serverUsed[Quiet])), cancel);
        await Task.Delay(s_settling, _time, cancel);
        var lists = _measured.Select(static _ => new List<double>()).ToArray();
        for (var i = 0; i < lists.Length; i++) _measured[i].Client.Into(lists[i]);
        var (before, floodBefore, began) = (_server.Process.ProcessorSeconds, _flood.ProcessorSeconds, _time.GetTimestamp());
        await Task.Delay(s_turn, _time, cancel);
        var seconds = _time.GetElapsedTime(began).TotalSeconds;
        _serverUsed[condition] = (_server.Process.ProcessorSeconds - before) / seconds;
        if (condition == Flooded) _floodUsed = (_flood.ProcessorSeconds - floodBefore) / seconds;
        foreach (var (_, client) in _measured) client.Into(null);
        if (condition == Flooded) await _flood.TellAsync("stop", cancel);
        if (condition == Busy) await _busy.TellAsync("0", cancel);
        if (!isMeasured) return;
        for (var i = 0; i < lists.Length; i++) _measured[i].Series.Add(condition, lists[i]);
    }

    private void Report(FlowOptions options)
    {
        Console.WriteLine(FlowSeries.Head);
        foreach (var (series, _) in _measured) Console.WriteLine(series.ToString());
        Console.WriteLine($"flood: {options.Kind} on {options.Clients} connections: {_sent}");
        Console.WriteLine(
            $"processors at last: server quiet {Text(_serverUsed[Quiet])}, flooded {Text(_serverUsed[Flooded])}, the flood's program {Text(_floodUsed)}");
        using var connection = new LoadConnection(_server.Access);
        using var body = new MemoryStream();
        connection.Call(PodRequests.Get("/metrics"), 200, body);
        foreach (var line in Encoding.UTF8.GetString(body.ToArray()).Split('\n'))
            if (line.StartsWith("apiserver_flowcontrol_rejected_requests_total{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal))
                Console.WriteLine(line);
    }

    private static string Text(double value) => value.ToString("f2", CultureInfo.InvariantCulture);
}

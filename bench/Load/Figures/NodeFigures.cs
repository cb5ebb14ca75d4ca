namespace Kybernet.Bench.Load.Figures;

/// <summary>A whole cluster with a node that runs containers: what it takes when nothing happens, and how soon a pod is ready.</summary>
internal sealed class NodeFigures(string program, string image, string[] options, TimeProvider time)
{
    public const string Usage = "node PROGRAM IMAGE SECONDS [OPTION…]          a native kyb up: idle for so long, then pods; options are kyb up's";
    private const int Rounds = 15;

    public async Task RunAsync(TimeSpan idle, CancellationToken cancel)
    {
        var directory = Path.Combine(Path.GetTempPath(), $"kybernet-node-{Environment.ProcessId}");
        var began = time.GetTimestamp();
        using var server = await FigureServer.UpAsync(program, directory, options, time, cancel);
        ControlPlaneFigures.Say("up: node ready", time.GetElapsedTime(began).TotalSeconds, "s");
        await IdleAsync(server, "after start", idle, cancel);
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++) times.Add(await PodAsync(server, $"pod-{i}", cancel));
        times.Sort();
        ControlPlaneFigures.Say("pod: apply to ready, fastest", times[0], "s");
        ControlPlaneFigures.Say("pod: apply to ready, median", times[Rounds / 2], "s");
        ControlPlaneFigures.Say("pod: apply to ready, slowest", times[^1], "s");
        await IdleAsync(server, "after pods", idle, cancel);
        server.Process.Terminate();
    }

    /// <summary>Half a minute to settle, then what it uses.</summary>
    private async Task IdleAsync(FigureServer server, string name, TimeSpan idle, CancellationToken cancel)
    {
        if (idle <= TimeSpan.Zero) return;
        await Task.Delay(TimeSpan.FromSeconds(30), time, cancel);
        var before = server.Process.ProcessorSeconds;
        await Task.Delay(idle, time, cancel);
        ControlPlaneFigures.Say($"idle {name}: of a processor", (server.Process.ProcessorSeconds - before) / idle.TotalSeconds * 100, "%");
        ControlPlaneFigures.Say($"idle {name}: resident", server.Process.ResidentMegabytes, "MB");
    }

    private async Task<double> PodAsync(FigureServer server, string name, CancellationToken cancel)
    {
        var path = "/api/v1/namespaces/default/pods";
        while (server.Get("/api/v1/namespaces/default/serviceaccounts/default").Status != 200) await PauseAsync(5, cancel);
        var began = time.GetTimestamp();
        server.Post(path, ClusterObjects.RunningPod(name, image));
        while (!IsReady(server, $"{path}/{name}")) await PauseAsync(5, cancel);
        var took = time.GetElapsedTime(began).TotalSeconds;
        server.Delete($"{path}/{name}");
        while (server.Get($"{path}/{name}").Status != 404) await PauseAsync(20, cancel);
        await PauseAsync(1000, cancel);
        return took;
    }

    private static bool IsReady(FigureServer server, string path)
    {
        var status = server.Get(path).Body.GetProperty("status");
        return status.TryGetProperty("conditions", out var conditions)
            && conditions.EnumerateArray().Any(static one => one.GetProperty("type").ValueEquals("Ready") && one.GetProperty("status").ValueEquals("True"));
    }

    private Task PauseAsync(int milliseconds, CancellationToken cancel) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, cancel);
}

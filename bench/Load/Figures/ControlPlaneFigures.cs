using System.Globalization;

namespace Kybernet.Bench.Load.Figures;

/// <summary>
/// A control plane with all its parts and durable writes: how long it takes to start, to bind pods that wait, to bring a large Deployment to
/// its nodes. Nodes are objects only.
/// </summary>
internal sealed class ControlPlaneFigures(string program, int nodes, int pods, int replicas, TimeProvider time)
{
    public const string Usage = "figures PROGRAM [start|schedule|deploy|all] [NODES] [PODS] [REPLICAS]     a native kyb's control plane";
    private const string Pods = "/api/v1/namespaces/default/pods";

    public async Task RunAsync(string what, CancellationToken cancel)
    {
        if (what is "start" or "all")
            for (var i = 0; i < 5; i++) await InDirectoryAsync(StartAsync, cancel);
        if (what is "schedule" or "all") await InDirectoryAsync(ScheduleAsync, cancel);
        if (what is "deploy" or "all") await InDirectoryAsync(DeployAsync, cancel);
    }

    private async Task StartAsync(string directory, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        using var server = await FigureServer.StartAsync(program, directory, "", time, cancel);
        var ready = time.GetElapsedTime(began, server.Ready);
        while (server.Get("/api/v1/namespaces/default/serviceaccounts/default").Status != 200) await PauseAsync(cancel);
        Say("start: ready", ready.TotalSeconds, "s");
        Say("start: and the service account there", time.GetElapsedTime(began).TotalSeconds, "s");
    }

    private async Task ScheduleAsync(string directory, CancellationToken cancel)
    {
        using (var empty = await FigureServer.StartAsync(program, directory, "scheduler,controllers", time, cancel))
        {
            AddNodes(empty);
            empty.Post("/api/v1/namespaces/default/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"}}""");
            empty.Send(pods, time, number => (ClusterObjects.Request("POST", Pods, ClusterObjects.Pod(number)), 201));
        }

        using var server = await FigureServer.StartAsync(program, directory, "", time, cancel);
        while (!server.AreAllBound()) await PauseAsync(cancel);
        Bound("schedule", pods, time.GetElapsedTime(server.Ready), server, server.ReadyProcessor);
    }

    private async Task DeployAsync(string directory, CancellationToken cancel)
    {
        using (var empty = await FigureServer.StartAsync(program, directory, "scheduler,controllers", time, cancel)) AddNodes(empty);
        using var server = await FigureServer.StartAsync(program, directory, "", time, cancel);
        while (server.Get("/api/v1/namespaces/default/serviceaccounts/default").Status != 200) await PauseAsync(cancel);
        await Task.Delay(TimeSpan.FromSeconds(2), time, cancel);
        var began = time.GetTimestamp();
        var processor = server.Process.ProcessorSeconds;
        server.Post("/apis/apps/v1/namespaces/default/deployments", ClusterObjects.Deployment(replicas));
        while (server.Count(Pods) < replicas) await PauseAsync(cancel);
        Say("deploy: all created", time.GetElapsedTime(began).TotalSeconds, "s");
        while (!server.AreAllBound()) await PauseAsync(cancel);
        Bound("deploy", replicas, time.GetElapsedTime(began), server, processor);
    }

    private void AddNodes(FigureServer server) => server.Send(nodes, time,
        number => (ClusterObjects.Request("POST", "/api/v1/nodes", ClusterObjects.Node(number).ReplaceLineEndings("")), 201),
        number => (ClusterObjects.Request("PATCH", $"/api/v1/nodes/node-{number:d4}", ClusterObjects.NoTaints, "application/merge-patch+json"), 200));

    private static void Bound(string name, int count, TimeSpan took, FigureServer server, double processorBefore)
    {
        Say($"{name}: all bound", took.TotalSeconds, "s");
        Say($"{name}: pods a second", count / took.TotalSeconds, "");
        Say($"{name}: processor a pod", (server.Process.ProcessorSeconds - processorBefore) * 1e6 / count, "us");
        Say($"{name}: resident", server.Process.ResidentMegabytes, "MB");
    }

    private Task PauseAsync(CancellationToken cancel) => Task.Delay(TimeSpan.FromMilliseconds(10), time, cancel);

    private static async Task InDirectoryAsync(Func<string, CancellationToken, Task> measure, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-figures-").FullName;
        try
        {
            await measure(directory, cancel);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public static void Say(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40}{value,12:n3} {unit}"));
}

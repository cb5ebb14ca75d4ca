using System.Globalization;
using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>
/// Requests of others while one tenant floods a server over HTTPS: before, beside the same flood at another server, which is the part of
/// the processors alone, and beside the flood.
/// </summary>
internal static class FlowScenario
{
    // Connections are made and code is warm by then.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(FlowOptions options, TimeProvider time, CancellationToken cancel)
    {
        using var measured = await FloodedServer.StartAsync(options, time, cancel);
        using var other = await FloodedServer.StartAsync(options, time, cancel);
        var report = new Report(Console.Out);
        report.Open();
        Measure(report, measured, options.Gets, "warming up", time);
        Measure(report, measured, options.Gets, "quiet server", time);
        foreach (var (server, where) in new[] { (other, "flood elsewhere"), (measured, "beside a flood") })
        {
            using var flood = await ChildProcess.StartAsync(
                Environment.ProcessPath!, ["flood", server.Kubeconfig, options.Kind, options.Clients.ToString(CultureInfo.InvariantCulture)],
                "flooding", cancel);
            await Task.Delay(s_settling, time, cancel);
            var (before, floodBefore) = (server.Process.ProcessorSeconds, flood.ProcessorSeconds);
            var began = time.GetTimestamp();
            Measure(report, measured, options.Gets, where, time);
            var load = (server.Process.ProcessorSeconds - before) / time.GetElapsedTime(began).TotalSeconds;
            var processor = (flood.ProcessorSeconds - floodBefore) / time.GetElapsedTime(began).TotalSeconds;
            var sent = await flood.FinishAsync(cancel);
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: {sent}; its server used {load:f2} processors, it {processor:f2}"));
        }

        report.Close();
    }

    private static void Measure(Report report, FloodedServer server, int gets, string when, TimeProvider time)
    {
        var pod = PodRequests.Get(PodRequests.PodPath(FloodProgram.Space, 7));
        var lease = PodRequests.Get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler");
        (string Who, KubeAccess Access, byte[] Request)[] senders =
        [
            ("a tenant", server.As(TenantRequests.Account("quiet"), TenantRequests.Group), pod),
            ("a leader", server.As("system:kube-scheduler"), lease),
            ("an administrator", server.Access, pod),
        ];
        foreach (var (who, access, request) in senders)
            report.Add($"{who}, {when}", ClosedLoop.Run(1, gets, () => Senders.Get(access, request), time), 0, 0);
    }
}

using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Requests of others while one tenant floods a server over HTTPS: before, and beside.</summary>
internal static class FlowScenario
{
    private const string Space = "load";

    public static async Task RunAsync(FlowOptions options, TimeProvider time, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-bench-flow-");
        try
        {
            using var server = await ChildProcess.StartAsync(
                options.Server, ["server", "--data-dir", directory.FullName, "--secure-port", "0", "--store", "memory",
                    "--disable", "scheduler,controllers"], "ready at", cancel);
            var access = KubeAccess.Read(Path.Combine(directory.FullName, "admin.kubeconfig"));
            using (var connection = new LoadConnection(access))
            {
                connection.Call(PodRequests.CreateNamespace(Space), 201);
                connection.Call(PodRequests.CreateServiceAccount(Space), 201);
                connection.Call(TenantRequests.LetServiceAccountsIn(), 201);
                connection.Call(TenantRequests.CreateLease(), 201);
            }

            ClosedLoop.Run(16, options.Pods, () => Senders.Create(access, Space), time);
            var report = new Report(Console.Out);
            report.Open();
            Measure(report, access, options.Gets, "quiet server", time);
            using var flood = new Flood(access, TenantRequests.As("system:serviceaccount:flood:app", PodRequests.List(Space)), options.Clients);
            flood.Start();
            Measure(report, access, options.Gets, "beside a flood", time);
            var (answered, refused, lost) = flood.Stop();
            report.Note($"the flood: {answered} lists answered, {refused} refused with 429, {lost} lost");
            report.Close();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Measure(Report report, KubeAccess access, int gets, string when, TimeProvider time)
    {
        var pod = PodRequests.Get(PodRequests.PodPath(Space, 7));
        var lease = PodRequests.Get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler");
        (string Who, byte[] Request)[] senders =
        [
            ("a tenant", TenantRequests.As("system:serviceaccount:quiet:app", pod)),
            ("a leader", TenantRequests.As("system:kube-scheduler", lease)),
            ("an administrator", pod),
        ];
        foreach (var (who, request) in senders) report.Add($"{who}, {when}", ClosedLoop.Run(1, gets, () => Senders.Get(access, request), time), 0, 0);
    }
}

using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>A server with the pods, roles and leases the flow scenario asks for.</summary>
internal sealed class FloodedServer : IDisposable
{
    private readonly DirectoryInfo _directory;

    private FloodedServer(DirectoryInfo directory, ChildProcess process)
    {
        (_directory, Process) = (directory, process);
        Kubeconfig = Path.Combine(directory.FullName, "admin.kubeconfig");
        Access = KubeAccess.Read(Kubeconfig);
    }

    public ChildProcess Process { get; }

    public string Kubeconfig { get; }

    public KubeAccess Access { get; }

    public KubeAccess As(string user, params string[] groups) => KubeAccess.Read(Kubeconfig, user, groups);

    public static async Task<FloodedServer> StartAsync(FlowOptions options, TimeProvider time, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-bench-flow-");
        var process = await ChildProcess.StartAsync(
            options.Server, ["server", "--data-dir", directory.FullName, "--secure-port", "0", "--store", "memory",
                "--disable", "scheduler,controllers"], "ready at", cancel);
        var server = new FloodedServer(directory, process);
        using (var connection = new LoadConnection(server.Access))
        {
            connection.Call(PodRequests.CreateNamespace(FloodProgram.Space), 201);
            connection.Call(PodRequests.CreateServiceAccount(FloodProgram.Space), 201);
            connection.Call(TenantRequests.LetServiceAccountsIn(), 201);
            connection.Call(TenantRequests.CreateLease(), 201);
        }

        ClosedLoop.Run(16, options.Pods, () => Senders.Create(server.Access, FloodProgram.Space), time);
        return server;
    }

    public void Dispose()
    {
        Process.Dispose();
        _directory.Delete(recursive: true);
    }
}

using Kybernet.Cli.Resources;

namespace Kybernet.Cli.Commands.ClusterInfo;

/// <summary><c>cluster-info</c>: where the control plane and the services of the cluster are. Upstream: kubectl/pkg/cmd/clusterinfo.</summary>
internal static class ClusterInfoCommand
{
    public static Verb Create() => new("cluster-info", "Display cluster information") { Run = RunAsync };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        var server = (await run.Cluster.ConnectionAsync(cancel)).Server.AbsoluteUri.TrimEnd('/');
        var services = (await run.Cluster.ResourcesAsync(cancel)).Get("services");
        var space = run.Cluster.HasNamespaceFlag ? run.Flags["namespace"] : "kube-system";
        var path = ResourcePath.Of(services, space, query: ("labelSelector", "kubernetes.io/cluster-service=true"));
        var found = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(path, cancel)).Value;
        run.Line($"Kubernetes control plane is running at {server}");
        foreach (var service in found["items"].Items)
        {
            var port = service.At("spec", "ports").Items is [var first, ..] ? first : default;
            var name = service.Name() + (port.Text("name") is { Length: > 0 } named ? ":" + named : "");
            var scheme = port.Text("name") == "https" || port.Int("port") == 443 ? "https:" : "";
            var label = service.Text("metadata", "labels", "kubernetes.io/name") is { Length: > 0 } own ? own : service.Name();
            run.Line($"{label} is running at {server}/api/v1/namespaces/{service.Space()}/services/{scheme}{name}/proxy");
        }

        run.Line($"\nTo further debug and diagnose cluster problems, use '{run.Options.Program} cluster-info dump'.");
        return 0;
    }
}

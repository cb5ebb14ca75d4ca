using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer;

/// <summary>What every cluster has from the start and the API server itself makes. Upstream: <c>controlplane</c>'s bootstrap controllers.</summary>
internal sealed class ClusterFurniture(ResourceRegistry registry)
{
    private static readonly string[] s_namespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

    private static readonly WriteRequest s_server = new()
    {
        User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
        Namespace = "",
        FieldManager = "kybernet",
    };

    /// <summary>Creates what is missing. Throws when the store refuses.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        var namespaces = registry.Find(new("", "v1", "namespaces"))!;
        foreach (var name in s_namespaces)
        {
            if (namespaces.Cache.Snapshot.Objects.Find(name) is not null) continue;
            var space = WriteHandlers.Defaulted(namespaces, new Namespace { Metadata = new() { Name = name } });
            var created = await ObjectCreator.CreateAsync(namespaces, space, s_server, cancel);
            if (!created.IsOk && !created.Error.IsAlreadyExists) throw new IOException($"namespace {name} could not be created: {created.Error.Message}");
        }
    }
}

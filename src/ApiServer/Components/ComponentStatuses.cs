using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Base;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Store;

namespace Kybernet.ApiServer.Components;

/// <summary>
/// The resource <c>componentstatuses</c>: nothing of it is stored, the components are asked when it is read. Deprecated for years, but
/// <c>kubectl get cs</c> is in many scripts. Upstream: <c>pkg/registry/core/componentstatus</c>.
/// </summary>
internal sealed class ComponentStatuses(IReadOnlyList<ComponentCheck> checks, ReadHandlers reads)
{
    // As upstream writes it: not the resource's name.
    private static readonly GroupResource s_resource = new("", "componentstatus");

    /// <summary>The components around the API server, and the store.</summary>
    /// <param name="store">Is asked for a key.</param>
    /// <param name="own">Those that run in this process: they are well as long as it lives.</param>
    public static IReadOnlyList<ComponentCheck> Checks(IStore store, ListOf<string> own) =>
    [
        .. ((ComponentCheck[])[ComponentProbe.ControllerManager, ComponentProbe.Scheduler]).Select(
            check => own.Contains(check.Name) ? check with { AskAsync = static _ => new(ComponentHealth.Ok) } : check),
        new("etcd-0", cancel => AskAsync(store, cancel)),
    ];

    public static bool Handles(Resource resource) => resource.Info.Kind == ComponentStatus.Gvk;

    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request)
    {
        var info = request.Info;
        switch (info.Verb)
        {
            case "get" when info.Name.Length > 0:
                if (checks.FirstOrDefault(check => check.Name == info.Name) is not { } named) return ApiError.NotFound(s_resource, info.Name);
                return await reads.SendAsync(request, await StatusAsync(named, request.Cancel));
            case "list":
                if (ReadHandlers.Query(request, out var query) is { } wrong) return wrong;
                var all = await Task.WhenAll(checks.Select(check => StatusAsync(check, request.Cancel)));
                return await reads.SendAsync(request, new ListChunk([.. all.Where(query.Matches)], ListChunk.NoRevision, "", null));
            default:
                return ApiError.MethodNotSupported(request.Resource.Info.GroupResource, info.Verb);
        }
    }

    private static async Task<StoredObject> StatusAsync(ComponentCheck check, CancellationToken cancel)
    {
        var health = await check.AskAsync(cancel);
        return StoredObject.Unstored(check.Name, new ComponentStatus
        {
            Metadata = new() { Name = check.Name },
            Conditions = [new() { Type = "Healthy", Status = health.IsHealthy ? "True" : "False", Message = health.Message }],
        });
    }

    private static async ValueTask<ComponentHealth> AskAsync(IStore store, CancellationToken cancel)
    {
        var read = await store.RangeAsync(new(KeyRange.Single(Bytes.Of("/registry/health"))), cancel);
        return read.Error is { } error ? new(false, error.ToString()!) : ComponentHealth.Ok;
    }
}

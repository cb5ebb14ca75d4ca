using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Connections;

/// <summary>Subresources that are a connection to somewhere else: logs, streams, proxies. Upstream: <c>rest.Connecter</c>.</summary>
internal sealed class ConnectHandlers
{
    private readonly PodLogs _logs;
    private readonly PodStreams _streams;
    private readonly ReverseProxy _proxy;

    public ConnectHandlers(NodeConnections connections, ResourceRegistry registry, IAuthorizer authorizer)
    {
        var nodes = () => registry.Find(new("", "v1", "nodes"))!;
        _logs = new(connections, nodes);
        _streams = new(connections, authorizer, nodes);
        _proxy = new(new(connections, registry));
    }

    /// <summary>The subresource is one of these.</summary>
    public static bool Handles(ResourceRequest request) =>
        request.Resource.Info.Resource.Group.Length == 0
        && request.Info.Subresource is ("log" or "exec" or "attach" or "portforward" or "proxy");

    /// <summary>Serves until the client leaves, the other side ends, or the server begins to stop.</summary>
    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request, CancellationToken shutdown)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Cancel, shutdown);
        try
        {
            if (await AdmitAsync(request, over.Token) is { } denied) return denied;
            return request.Info.Subresource switch
            {
                "log" => await _logs.AnswerAsync(request, over.Token),
                "proxy" => await _proxy.AnswerAsync(request, over.Token),
                _ => await _streams.AnswerAsync(request, over.Token),
            };
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            request.Http.Abort();
            return null;
        }
    }

    private static ValueTask<ApiError?> AdmitAsync(ResourceRequest request, CancellationToken cancel)
    {
        if (ConnectOptions.Of(request) is not { } options) return default;
        var attributes = new AdmissionAttributes(request.Resource.Info, AdmissionOperation.Connect, request.ToWrite(request.Info.Name))
        {
            Name = request.Info.Name,
        };
        return request.Resource.Admission.ConnectAsync(attributes, options, cancel);
    }
}

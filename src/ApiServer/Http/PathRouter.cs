using System.Text;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.Pipeline;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Answers paths that name no resource: health, version, discovery, OpenAPI.</summary>
internal sealed class PathRouter(Func<DiscoveryDocuments> discovery, OpenApiAnswers openApi, HealthChecks health, ApiServerMetrics metrics,
    ServerVersion version, OpenIdAnswers openId, FlowControlDumps? flowControl)
{
    private const string Aggregated = "as=APIGroupDiscoveryList";

    public async ValueTask<ApiError?> AnswerAsync(HttpContext http, RequestInfo info, QueryParameters query)
    {
        var path = info.Path.Length > 1 ? info.Path.TrimEnd('/') : info.Path;
        if (HealthChecks.Handles(path))
        {
            await health.AnswerAsync(http, path, query);
            return null;
        }

        if (info.Verb is not ("get" or "head")) return ApiError.MethodNotSupported(new("", path), info.Verb);
        switch (path)
        {
            case "/version":
                await Responder.SendTextAsync(http, 200, ResponseForm.Json, VersionDocument.Of(version));
                return null;
            case "/metrics":
                await Responder.SendTextAsync(http, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.Write());
                return null;
            case "/":
                await Responder.SendTextAsync(http, 200, ResponseForm.Json, RootDocument.Of(discovery()));
                return null;
        }

        if (await openId.AnswerAsync(http, path)) return null;
        if (flowControl?.Write(path) is { } table)
        {
            await Responder.SendTextAsync(http, 200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(table));
            return null;
        }

        if (path.StartsWith("/openapi/", StringComparison.Ordinal)) return await openApi.AnswerAsync(http, path);
        return Find(http, path) is { } found ? await SendAsync(http, found.Document, found.IsAggregated) : ResourceRouter.NotServed();
    }

    private (DiscoveryDocument Document, bool IsAggregated)? Find(HttpContext http, string path)
    {
        var documents = discovery();
        var aggregated = http.Request.Headers.Accept.ToString().Contains(Aggregated, StringComparison.Ordinal);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var plain = parts switch
        {
            ["api"] => aggregated ? documents.AggregatedApi : documents.Api,
            ["apis"] => aggregated ? documents.AggregatedApis : documents.Apis,
            ["api", var version] => documents.Resources(new("", version)),
            ["apis", var group] => documents.Group(group),
            ["apis", var group, var version] => documents.Resources(new GroupVersion(group, version)),
            _ => null,
        };
        return plain is null ? null : (plain, aggregated && parts.Length == 1);
    }

    private static async ValueTask<ApiError?> SendAsync(HttpContext http, DiscoveryDocument document, bool isAggregated)
    {
        // The parameters of aggregated discovery are not a transform: only the media type matters here.
        var isProtobuf = http.Request.Headers.Accept.ToString().StartsWith(ResponseForm.Protobuf, StringComparison.Ordinal);
        var type = isProtobuf ? ResponseForm.Protobuf : ResponseForm.Json;
        if (isAggregated)
        {
            type += ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
            var etag = $"\"{document.ETag}\"";
            http.Response.Headers.ETag = etag;
            http.Response.Headers.Vary = "Accept";
            if (http.Request.Headers.IfNoneMatch == etag)
            {
                http.Response.StatusCode = 304;
                return null;
            }
        }

        if (isProtobuf) await Responder.SendTextAsync(http, 200, type, document.Protobuf.Span);
        else await Responder.SendTextAsync(http, 200, type, [.. document.Json.Span, (byte)'\n']);
        return null;
    }
}

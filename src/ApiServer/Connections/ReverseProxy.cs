using Kybernet.ApiServer.Http;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Upgrades;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.ApiServer.Connections;

/// <summary>
/// Passes requests to pods, services and nodes, and their answers back, upgrades included. Upstream: <c>UpgradeAwareHandler</c> and
/// <c>Transport</c> in <c>apimachinery/pkg/util/proxy</c>.
/// </summary>
internal sealed class ReverseProxy(ProxyTargets targets)
{
    private static readonly string[] s_cors =
        ["Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Origin"];

    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request, CancellationToken cancel)
    {
        var found = await targets.FindAsync(request, cancel);
        if (!found.TryGet(out var target, out var error)) return error;
        var http = request.Http;
        var (prefix, path, query) = Split(http.Request, request.Resource.Info.IsNamespaced ? 7 : 5);
        var location = KubeletAddress.Locate(target.Scheme, target.Host, target.Port, (path.Length == 0 ? "/" : path) + query);
        if (ForwardedRequest.IsUpgrade(http.Request))
            return await UpgradeProxy.ServeAsync(http, target.Backend, location, cancel) is { } failure ? Failures.Plain(failure) : null;
        if (path.Length == 0 && http.Request.Method is ("GET" or "HEAD"))
        {
            // Relative links of the page need the slash.
            http.Response.StatusCode = 301;
            http.Response.Headers.Location = $"{prefix}/{query}";
            return null;
        }

        return await PassAsync(http, target, location, prefix, path, cancel);
    }

    private static async ValueTask<ApiError?> PassAsync(
        HttpContext http, ProxyTarget target, Uri location, string prefix, string path, CancellationToken cancel)
    {
        using var message = ForwardedRequest.To(http.Request, location);
        message.Headers.TryAddWithoutValidation("X-Forwarded-Uri", prefix + path);
        message.Headers.TryAddWithoutValidation("X-Forwarded-Host", http.Request.Host.Value);
        message.Headers.TryAddWithoutValidation("X-Forwarded-Proto", http.Request.Scheme);
        HttpResponseMessage answer;
        try
        {
            answer = await target.Backend.SendAsync(message, cancel);
        }
        catch (HttpRequestException e)
        {
            return ApiError.ServiceUnavailable($"error trying to reach service: {e.Message}");
        }

        using (answer)
        {
            ForwardedRequest.SetHead(http.Response, answer);
            foreach (var header in s_cors) http.Response.Headers.Remove(header);
            if (answer.Headers.Location is { } redirect) http.Response.Headers.Location = Rewrite(redirect, location, http.Request, prefix);
            if (HttpMethods.IsHead(http.Request.Method)) return null;
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            try
            {
                if (HtmlPage.Is(answer)) await HtmlPage.CopyAsync(body, http.Response, link => RewriteLink(link, location, http.Request, prefix), cancel);
                else await body.CopyToAsync(http.Response.Body, cancel);
            }
            catch (Exception e) when (DuplexCopy.IsEnd(e))
            {
                http.Abort();
            }

            return null;
        }
    }

    /// <summary>A link of a page to its own server stays behind the proxy; one to elsewhere, or relative, is left as it is.</summary>
    internal static string RewriteLink(string link, Uri location, HttpRequest request, string prefix)
    {
        var path = link;
        if (!link.StartsWith('/') || link.StartsWith("//", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(location, link, out var absolute) || !link.Contains("//", StringComparison.Ordinal)) return link;
            if (absolute.Authority != location.Authority && absolute.Authority != request.Host.Value) return link;
            path = absolute.PathAndQuery + absolute.Fragment;
        }

        return path.StartsWith(prefix, StringComparison.Ordinal) ? path : prefix + path;
    }

    /// <summary>A redirect within the backend stays behind the proxy; one to elsewhere is left as it is.</summary>
    internal static string Rewrite(Uri redirect, Uri location, HttpRequest request, string prefix)
    {
        var host = redirect.IsAbsoluteUri ? redirect.Authority : "";
        var path = redirect.IsAbsoluteUri ? redirect.PathAndQuery + redirect.Fragment : redirect.OriginalString;
        var isElsewhere = host.Length > 0 && host != location.Authority && host != request.Host.Value;
        if (isElsewhere || !path.StartsWith('/')) return redirect.OriginalString;
        var isBehind = path.StartsWith(prefix, StringComparison.Ordinal);
        return $"{request.Scheme}://{request.Host.Value}{(isBehind ? path : prefix + path)}";
    }

    /// <summary>The path up to <c>/proxy</c>, the path after it as the client wrote it, the query with its question mark.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parts">How many segments the first has.</param>
    internal static (string Prefix, string Path, string Query) Split(HttpRequest request, int parts)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!target.StartsWith('/')) target = request.Path.ToUriComponent() + request.QueryString.Value;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var end = -1;
        // The slash after the last segment; the first one is before the first segment.
        for (var slashes = 0; slashes <= parts; slashes++)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0) break;
        }

        return end < 0 ? (path, "", target[path.Length..]) : (path[..end], path[end..], target[path.Length..]);
    }
}

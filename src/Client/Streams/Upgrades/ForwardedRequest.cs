using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>A request as it goes on to a backend, and a backend's answer as it goes back.</summary>
public static class ForwardedRequest
{
    // Hop-by-hop headers (RFC 9110, 7.6.1), which a proxy answers for itself.
    private static readonly FrozenSet<string> s_hop = new[]
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The same method, headers and, unless it asks for an upgrade, body.</summary>
    public static HttpRequestMessage To(HttpRequest request, Uri location)
    {
        var isUpgrade = IsUpgrade(request);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), location)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!isUpgrade && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            message.Content = new StreamContent(request.Body);
        foreach (var (name, values) in request.Headers)
        {
            if (s_hop.Contains(name) || IsOurs(name)) continue;
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        if (isUpgrade)
        {
            message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            message.Headers.TryAddWithoutValidation("Upgrade", request.Headers.Upgrade.AsEnumerable());
        }

        if (request.HttpContext.Connection.RemoteIpAddress is { } client) message.Headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        return message;
    }

    public static bool IsUpgrade(HttpRequest request) =>
        request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase) && request.Headers.Upgrade.Count > 0;

    /// <summary>Status and headers of the answer.</summary>
    public static void SetHead(HttpResponse response, HttpResponseMessage answer)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated)
            if (!s_hop.Contains(name)) response.Headers[name] = values.ToArray();
        foreach (var (name, values) in answer.Content.Headers.NonValidated)
            response.Headers[name] = values.ToArray();
    }

    /// <summary>What identifies the client to us is no backend's business; the host is the backend's own.</summary>
    private static bool IsOurs(string name) =>
        name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(':');
}

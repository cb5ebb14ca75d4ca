using System.Net;
using System.Net.Http.Headers;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>Requests for an upgraded connection to a backend: a kubelet, a container runtime's streaming server.</summary>
public static class BackendCall
{
    // Upstream: maxReadLength of responses that are errors.
    private const int MaxErrorLength = 50_000;

    /// <summary>Asks for SPDY with one of the protocols.</summary>
    /// <exception cref="HttpRequestException">The backend cannot be reached.</exception>
    public static Task<HttpResponseMessage> UpgradeToSpdyAsync(
        HttpMessageInvoker backend, Uri location, IEnumerable<string> protocols, CancellationToken cancel) =>
        backend.SendAsync(SpdyRequest(location, protocols), cancel);

    /// <summary>What asks for SPDY with one of the protocols.</summary>
    public static HttpRequestMessage SpdyRequest(Uri location, IEnumerable<string> protocols)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, location)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("SPDY", "3.1"));
        foreach (var protocol in protocols) request.Headers.TryAddWithoutValidation(StreamProtocols.VersionHeader, protocol);
        return request;
    }

    /// <summary>The beginning of what a backend says about an error.</summary>
    public static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[MaxErrorLength];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }
}

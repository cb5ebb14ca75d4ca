using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>
/// Joins a client's upgraded connection with one to a backend, byte by byte: what is spoken on it is the two ends' business.
/// Upstream: <c>UpgradeAwareHandler</c> in <c>apimachinery/pkg/util/proxy</c>.
/// </summary>
public static class UpgradeProxy
{
    /// <summary>Serves the request until either side ends. What is wrong is in the answer; an answer of an error by the backend is passed on.</summary>
    /// <returns>What is wrong where nothing was answered yet; null when the request was served.</returns>
    public static async Task<string?> ServeAsync(HttpContext http, HttpMessageInvoker backend, Uri location, CancellationToken cancel)
    {
        using var request = ForwardedRequest.To(http.Request, location);
        HttpResponseMessage answer;
        try
        {
            answer = await backend.SendAsync(request, cancel);
        }
        catch (HttpRequestException e)
        {
            return $"error dialing backend: {e.Message}";
        }

        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols) return await JoinAsync(http, answer, cancel);
            if ((int)answer.StatusCode < 400) return $"invalid upgrade response: status code {(int)answer.StatusCode}";
            ForwardedRequest.SetHead(http.Response, answer);
            await answer.Content.CopyToAsync(http.Response.Body, cancel);
            return null;
        }
    }

    private static async Task<string?> JoinAsync(HttpContext http, HttpResponseMessage answer, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade) return "request connection cannot be hijacked";
        ForwardedRequest.SetHead(http.Response, answer);
        http.Response.Headers.Remove("Content-Length");
        http.Response.Headers.Upgrade = answer.Headers.Upgrade.ToString();
        await using var backend = await answer.Content.ReadAsStreamAsync(cancel);
        await using var client = await upgrade.UpgradeAsync();
        await DuplexCopy.RunAsync(client, backend, cancel);
        return null;
    }
}

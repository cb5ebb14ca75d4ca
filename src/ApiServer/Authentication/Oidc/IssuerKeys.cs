using System.Text.Json;
using Kybernet.ApiServer.Authentication.Webhooks;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>
/// The keys an issuer signs with, found by its discovery document, remembered, and asked for anew when a token is signed with another.
/// Upstream: <c>go-oidc</c>'s <c>RemoteKeySet</c>.
/// </summary>
internal sealed class IssuerKeys(JwtIssuer issuer, TimeProvider time) : IDisposable
{
    // Tokens come from anyone: with made-up keys they may not make the server ask the issuer more often than this.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    // A key the issuer has withdrawn is believed no longer than this.
    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    private readonly HttpMessageInvoker _http = OutgoingTls.Invoker(issuer.CertificateAuthority, "", null);

    // One fetch at a time; guards the fields below but for reading them.
    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<IssuerKey> _keys = [];
    private string _problem = "";
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    /// <summary>Null when a key of the issuer has signed the token, otherwise why not.</summary>
    public async ValueTask<string?> VerifyAsync(IssuedToken token, CancellationToken cancel)
    {
        if (time.GetUtcNow() - _asked < s_life && IsSigned(token)) return null;
        await _gate.WaitAsync(cancel);
        try
        {
            if (time.GetUtcNow() - _asked >= s_pause) await FetchAsync(cancel);
        }
        finally
        {
            _gate.Release();
        }

        if (IsSigned(token)) return null;
        return _problem.Length > 0 ? _problem : "failed to verify signature: failed to verify id token signature";
    }

    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private bool IsSigned(IssuedToken token)
    {
        foreach (var key in _keys)
            if ((token.KeyId.Length == 0 || token.KeyId == key.Id) && key.Verify(token)) return true;
        return false;
    }

    /// <summary>When it fails, the keys there are stay.</summary>
    private async Task FetchAsync(CancellationToken cancel)
    {
        _asked = time.GetUtcNow();
        try
        {
            using var configuration = await GetAsync(issuer.ConfigurationUrl, cancel);
            var (said, keysUrl) = (Text(configuration.RootElement, "issuer"), Text(configuration.RootElement, "jwks_uri"));
            if (said != issuer.Url)
                throw new FormatException($"oidc: issuer did not match the issuer returned by provider, expected \"{issuer.Url}\" got \"{said}\"");
            if (!Uri.TryCreate(keysUrl, UriKind.Absolute, out var keysUri) || keysUri.Scheme != Uri.UriSchemeHttps)
                throw new FormatException("the issuer's configuration names no jwks_uri over https");
            using var keys = await GetAsync(keysUrl, cancel);
            _keys = [.. keys.RootElement.GetProperty("keys").EnumerateArray().Select(IssuerKey.Read).OfType<IssuerKey>()];
            _problem = "";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException
            or TimeoutException or IOException)
        {
            _problem = $"the keys of {issuer.Url} could not be fetched: {e.Message}";
        }
    }

    private async Task<JsonDocument> GetAsync(string url, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var body = await OutgoingTls.SendAsync(_http, request, time, cancel);
        return JsonDocument.Parse(body);
    }

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()!
            : "";
}

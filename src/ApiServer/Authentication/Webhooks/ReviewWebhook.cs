using System.Net.Http.Headers;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authentication.Webhooks;

/// <summary>Posts a review to somebody who answers it with its status. Upstream: <c>apiserver/pkg/util/webhook</c>.</summary>
/// <param name="connection">Where, and as whom; from a kubeconfig file.</param>
/// <param name="time">The clock.</param>
internal sealed class ReviewWebhook(ServerConnection connection, TimeProvider time) : IDisposable
{
    // Upstream: webhook.DefaultRetryBackoffWithInitialDelay.
    private const int MaxAttempts = 5;
    private const double BackoffFactor = 1.5;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);

    private readonly CertificateOf _certificate = new();
    private HttpMessageInvoker? _http;

    private HttpMessageInvoker Http => _http ??= OutgoingTls.Invoker(connection.AuthorityPem, connection.TlsServerName, () => _certificate.Value);

    /// <summary>The review with its status.</summary>
    /// <exception cref="ReviewException">There is no answer, or none that can be read.</exception>
    public async Task<T> AskAsync<T>(T review, CancellationToken cancel)
        where T : class, IObject<T>
    {
        var body = ObjectJson.Encode(review);
        var pause = s_firstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Read<T>(await PostAsync(body, cancel));
            }
            catch (HttpRequestException e) when (attempt < MaxAttempts && (int?)e.StatusCode is 429 or >= 500)
            {
                await Task.Delay(pause, time, cancel);
                pause *= BackoffFactor;
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException or FormatException)
            {
                throw new ReviewException(e.Message, e);
            }
        }
    }

    public void Dispose() => _http?.Dispose();

    private async Task<byte[]> PostAsync(byte[] body, CancellationToken cancel)
    {
        var credential = await connection.Credentials.GetAsync(cancel);
        _certificate.Value = credential.Certificate;
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Server) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new("application/json"));
        if (credential.Authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", credential.Authorization);
        return await OutgoingTls.SendAsync(Http, request, time, cancel);
    }

    private static T Read<T>(byte[] body)
        where T : class, IObject<T>
    {
        var decoded = ObjectJson.Decode(body, BuiltInApi.Scheme, DecodeOptions.Default);
        if (decoded.Error is { } wrong) throw new FormatException($"the answer cannot be read: {wrong}");
        return decoded.Value as T ?? throw new FormatException($"the answer is no {T.Gvk}");
    }

    private sealed class CertificateOf
    {
        public System.Security.Cryptography.X509Certificates.X509Certificate2? Value { get; set; }
    }
}

/// <summary>A webhook did not answer, or not so that it could be understood. The message is for the server's log.</summary>
internal sealed class ReviewException(string message, Exception inner) : Exception(message, inner);

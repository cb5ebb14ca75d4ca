using System.Net.Http.Headers;
using System.Text;
using Kybernet.Client.Transport;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Cli.Clusters;

/// <summary>Requests whose bodies are JSON values. Warnings the server sends are printed, each once.</summary>
internal sealed class ApiRequests(HttpsTransport transport, Uri server, TextWriter warnings)
{
    public const string Json = "application/json";
    private readonly HashSet<string> _warned = [];

    public Task<ApiResult<JsonValue>> GetAsync(string path, CancellationToken cancel, string accept = Json) =>
        SendAsync(HttpMethod.Get, path, null, "", accept, cancel);

    public Task<ApiResult<JsonValue>> CreateAsync(string path, JsonValue body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, body, Json, Json, cancel);

    public Task<ApiResult<JsonValue>> UpdateAsync(string path, JsonValue body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, path, body, Json, Json, cancel);

    /// <param name="path">What is changed.</param>
    /// <param name="patch">The change.</param>
    /// <param name="kind"><c>merge</c>, <c>strategic-merge</c>, <c>json</c>, <c>apply</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ApiResult<JsonValue>> PatchAsync(string path, JsonValue patch, string kind, CancellationToken cancel) => SendAsync(
        HttpMethod.Patch, path, patch, kind == "apply" ? "application/apply-patch+yaml" : $"application/{kind}-patch+json", Json, cancel);

    public Task<ApiResult<JsonValue>> DeleteAsync(string path, JsonValue options, CancellationToken cancel) =>
        SendAsync(HttpMethod.Delete, path, options, Json, Json, cancel);

    /// <summary>A body as it comes: logs, watches.</summary>
    public async Task<ApiResult<Stream>> OpenAsync(string path, string accept, CancellationToken cancel)
    {
        var response = await GuardAsync(() => transport.RequestAsync(HttpMethod.Get, path, accept, null, cancel));
        if (response.IsSuccessStatusCode) return ApiResult<Stream>.Ok(await response.Content.ReadAsStreamAsync(cancel));
        using (response) return await ErrorAsync(response, cancel);
    }

    /// <summary>The whole body as text.</summary>
    public async Task<ApiResult<string>> TextAsync(string path, CancellationToken cancel)
    {
        using var response = await GuardAsync(() => transport.RequestAsync(HttpMethod.Get, path, "", null, cancel));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancel) : await ErrorAsync(response, cancel);
    }

    /// <summary>Says in a failure to connect to which server it was.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException e)
        {
            e.Data["server"] = server.Authority;
            throw;
        }
    }

    /// <exception cref="IOException">The bytes are no JSON.</exception>
    public static JsonValue Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new JsonReader(bytes, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        return reader.Fault is { } fault ? throw new IOException(fault.Message) : value;
    }

    private async Task<ApiResult<JsonValue>> SendAsync(
        HttpMethod method, string path, JsonValue? body, string contentType, string accept, CancellationToken cancel)
    {
        Func<HttpContent>? content = body is { IsNull: false } value
            ? () => new ByteArrayContent(Encoding.UTF8.GetBytes(value.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } }
            : null;
        using var response = await GuardAsync(() => transport.RequestAsync(method, path, accept, content, cancel));
        Warn(response);
        if (!response.IsSuccessStatusCode) return await ErrorAsync(response, cancel);
        return Read(await response.Content.ReadAsByteArrayAsync(cancel));
    }

    private void Warn(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Warning", out var lines)) return;
        foreach (var line in lines)
        {
            var start = line.IndexOf('"', StringComparison.Ordinal);
            var text = start < 0 ? line : line[(start + 1)..].TrimEnd('"').Replace("\\\"", "\"", StringComparison.Ordinal);
            if (_warned.Add(text)) warnings.Write($"Warning: {text}\n");
        }
    }

    private static async Task<ApiError> ErrorAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        var decoded = ObjectJson.Decode<Status>(bytes, DecodeOptions.Default);
        if (decoded.Value is { } status && status.ToError() is { } error) return error;
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 2048)));
        return GenericResponse.ToError((int)response.StatusCode, response.RequestMessage?.Method.Method ?? "", default, "", text, 0, isUnexpected: true);
    }
}

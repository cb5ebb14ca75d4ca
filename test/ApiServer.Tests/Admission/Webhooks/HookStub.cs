using System.Text;
using Kybernet.Api.Admission.V1;
using Kybernet.ApiServer.Tests.Authentication;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.Admission.Webhooks;

/// <summary>A webhook over HTTPS that answers what a test says, and keeps what it was asked.</summary>
internal sealed class HookStub : IAsyncDisposable
{
    private readonly List<AdmissionRequest> _asked = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<AdmissionRequest, string> _answer;
    private HttpsStub? _stub;

    private HookStub(Func<AdmissionRequest, string> answer) => _answer = answer;

    /// <summary>In order; of dry runs too.</summary>
    public IReadOnlyList<AdmissionRequest> Asked
    {
        get
        {
            lock (_asked) return [.. _asked];
        }
    }

    /// <summary>Ends when it has been asked.</summary>
    public Task FirstQuestion => _first.Task;

    /// <summary>The members of <c>clientConfig</c> that lead here.</summary>
    public string Client => $"url: '{_stub!.Url}/hook', caBundle: {Convert.ToBase64String(Encoding.UTF8.GetBytes(_stub.AuthorityPem))}";

    /// <summary>Of another authority: the webhook's certificate is not trusted.</summary>
    public string UntrustedClient => $"url: '{_stub!.Url}/hook'";

    /// <param name="answer">The members of the response in JSON, but for its UID: <c>"allowed": true</c>.</param>
    public static async Task<HookStub> StartAsync(Func<AdmissionRequest, string> answer)
    {
        var hook = new HookStub(answer);
        hook._stub = await HttpsStub.StartAsync(hook.AnswerAsync);
        return hook;
    }

    /// <summary>Base64 of a JSON patch, with its type, as members of a response.</summary>
    public static string Patch(string operations) =>
        $"\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"{Convert.ToBase64String(Encoding.UTF8.GetBytes(operations))}\"";

    public ValueTask DisposeAsync() => _stub!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = ObjectJson.Decode<AdmissionReview>(body.ToArray(), DecodeOptions.Default).Value!.Request!;
        lock (_asked) _asked.Add(request);
        _first.TrySetResult();
        var response = _answer(request);
        if (response == "never") await Task.Delay(Timeout.Infinite, http.RequestAborted);
        if (response.StartsWith("5", StringComparison.Ordinal))
        {
            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("broken", http.RequestAborted);
            return;
        }

        await http.Response.WriteAsync(
            $$"""{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {"uid": "{{request.Uid}}", {{response}} } }""",
            http.RequestAborted);
    }
}

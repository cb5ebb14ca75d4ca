using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>Asks one webhook. Upstream: <c>callHook</c> of <c>webhook/validating</c> and <c>webhook/mutating</c>.</summary>
internal sealed class HookCaller(ClusterView cluster)
{
    /// <summary>More than any object has.</summary>
    private const int LongestAnswer = 16 << 20;

    /// <summary>Upstream's time-out of a request without one.</summary>
    private const int LongestSeconds = 30;

    /// <param name="target">The webhook.</param>
    /// <param name="attributes">The request.</param>
    /// <param name="value">The object, as the webhook is shown it; null for deletions.</param>
    /// <param name="old">The object before; null for creations.</param>
    /// <param name="isMutating">It may answer with a patch.</param>
    /// <param name="cancel">The request is given up.</param>
    public async Task<HookAnswer> AskAsync(
        HookTarget target, AdmissionAttributes attributes, IKind? value, IKind? old, bool isMutating, CancellationToken cancel)
    {
        var hook = target.Hook;
        if (attributes.Request.IsDryRun && hook.SideEffects is null) return HookAnswer.Failed(hook, "Webhook SideEffects is nil");
        if (attributes.Request.IsDryRun && !hook.IsForDryRuns)
            return HookAnswer.Refused(hook, ApiError.BadRequest($"admission webhook \"{hook.Name}\" does not support dry run"));
        if (HookReview.VersionFor(hook) is not { } version)
        {
            return HookAnswer.Failed(
                hook, "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)");
        }

        using var step = ApiServerTrace.Step(isMutating ? "Call mutating webhook" : "Call validating webhook");
        var uid = cluster.Ids.Uid();
        var sent = HookReview.Encode(HookReview.Of(uid, target, attributes, value, old), version);
        var seconds = Math.Clamp(hook.TimeoutSeconds ?? LongestSeconds, 1, LongestSeconds);
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{hook.Address.ToUri()}?timeout={seconds}s"));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), cluster.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            var (answer, failure) = await PostAsync(hook, url, sent, over.Token);
            if (answer is null) return HookAnswer.Failed(hook, $"failed to call webhook: {failure}");
            return HookReview.Read(answer, version, uid, isMutating, out var problem) is { } response
                ? HookAnswer.Of(hook, response)
                : HookAnswer.Failed(hook, problem);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return HookAnswer.Failed(hook, $"failed to call webhook: Post \"{url}\": context deadline exceeded");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            return HookAnswer.Failed(hook, $"failed to call webhook: Post \"{url}\": {Innermost(e)}");
        }
    }

    private async Task<(byte[]? Answer, string Failure)> PostAsync(AdmissionHook hook, Uri url, byte[] sent, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(sent);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-apiserver-admission");
        using var response = await cluster.Webhooks.For(hook.Address).SendAsync(request, cancel);
        var body = await ReadAsync(response.Content, cancel);
        if (body is null) return (null, $"the answer is longer than {LongestAnswer} bytes");
        return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous ? (body, "") : (null, ErrorOf(response.StatusCode, body));
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (body.Length + read > LongestAnswer) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static string ErrorOf(HttpStatusCode code, byte[] body)
    {
        var status = ObjectJson.Decode<Status>(body, DecodeOptions.Default);
        if (status is { Succeeded: true, Value: { Message.Length: > 0 } told }) return told.Message;
        var text = System.Text.Encoding.UTF8.GetString(body).Trim();
        return GenericResponse.ToError((int)code, "POST", default(GroupResource), "", text, 0, isUnexpected: true).Message;
    }

    /// <summary>The cause: outer exceptions only say that something failed.</summary>
    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner and not System.ComponentModel.Win32Exception) exception = inner;
        return exception.Message;
    }
}

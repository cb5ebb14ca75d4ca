using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Upgrades;
using Kybernet.Client.Streams.WebSockets;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Connections;

/// <summary><c>pods/log</c>: a container's log, from the pod's kubelet. Upstream: <c>pkg/registry/core/pod/rest/log.go</c>.</summary>
internal sealed class PodLogs(NodeConnections connections, Func<Resource> nodes)
{
    private const int BufferSize = 32 * 1024;
    private static readonly GroupResource s_resource = new("", "pods/log");
    private static readonly string[] s_numbers = ["sinceSeconds", "tailLines", "limitBytes"];
    private static readonly string[] s_streams = ["All", "Stderr", "Stdout"];

    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request, CancellationToken cancel)
    {
        var (info, query) = (request.Info, request.Query);
        if (Check(query, info.Name) is { } wrong) return wrong;
        var read = await ObjectReader.GetAsync(request.Resource, info.Namespace, info.Name, "", cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        var pod = (Pod)stored.Value;
        var chosen = PodContainers.Choose(pod, query["container"]);
        if (!chosen.TryGet(out var container, out error)) return error;
        if (pod.Spec.NodeName.Length == 0)
        {
            request.Http.Response.StatusCode = 204;
            return null;
        }

        var found = await connections.FindAsync(nodes(), pod.Spec.NodeName, cancel);
        if (!found.TryGet(out var kubelet, out error)) return error;
        var location = kubelet.Locate($"/containerLogs/{info.Namespace}/{info.Name}/{container}", Parameters(query));
        var backend = query.Flag("insecureSkipTLSVerifyBackend") ? connections.NotVerifying : connections.Verifying;
        return await StreamAsync(request, backend, location, cancel);
    }

    private static async ValueTask<ApiError?> StreamAsync(ResourceRequest request, HttpMessageInvoker backend, Uri location, CancellationToken cancel)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await backend.SendAsync(new(HttpMethod.Get, location), cancel);
        }
        catch (HttpRequestException e)
        {
            return Failures.Plain($"Get \"{location.OriginalString}\": {e.Message}");
        }

        using (answer)
        {
            if ((int)answer.StatusCode is < 200 or > 206)
                return Failures.OfAnswer((int)answer.StatusCode, s_resource, request.Info.Name, await BackendCall.ReadErrorAsync(answer, cancel));
            if (WebSocketHandshake.IsRequest(request.Http.Request))
            {
                await using var source = await answer.Content.ReadAsStreamAsync(cancel);
                return await WebSocketOutput.SendAsync(request.Http, source, cancel);
            }

            var response = Responder.Begin(request.Http, 200, "text/plain", request.Warnings);
            await response.StartAsync(cancel);
            await using var log = await answer.Content.ReadAsStreamAsync(cancel);
            try
            {
                await log.CopyToAsync(response.Body, BufferSize, cancel);
            }
            catch (Exception e) when (DuplexCopy.IsEnd(e))
            {
                // The log was cut off, and so is the answer.
                request.Http.Abort();
            }

            return null;
        }
    }

    /// <summary>Upstream: <c>ValidatePodLogOptions</c>.</summary>
    private static ApiError? Check(QueryParameters query, string name)
    {
        foreach (var number in s_numbers)
            if (query[number].Length > 0 && query.Number(number) is null)
                return ApiError.BadRequest($"strconv.ParseInt: parsing \"{query[number]}\": invalid syntax");
        var errors = new FieldErrorList();
        if (query.Number("tailLines") is < 0 and var tail)
            errors.Add(FieldError.Invalid(FieldPath.Of("tailLines"), tail, "must be greater than or equal to 0"));
        if (query.Number("limitBytes") is < 1 and var limit) errors.Add(FieldError.Invalid(FieldPath.Of("limitBytes"), limit, "must be greater than 0"));
        if (query["sinceSeconds"].Length > 0 && query["sinceTime"].Length > 0)
            errors.Add(FieldError.Forbidden(FieldPath.Of(""), "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        else if (query.Number("sinceSeconds") is < 1 and var since)
            errors.Add(FieldError.Invalid(FieldPath.Of("sinceSeconds"), since, "must be greater than 0"));
        var stream = StreamOf(query);
        if (!s_streams.Contains(stream)) errors.Add(FieldError.NotSupported(FieldPath.Of("stream"), stream, [.. s_streams]));
        if (stream != "All" && query["tailLines"].Length > 0)
            errors.Add(FieldError.Forbidden(FieldPath.Of(""), "`tailLines` and specific `stream` are mutually exclusive for now"));
        return errors.IsEmpty ? null : ApiError.Invalid(new("", "PodLogOptions"), name, errors);
    }

    private static string StreamOf(QueryParameters query) => query["stream"].Length == 0 ? "All" : query["stream"];

    private static string Parameters(QueryParameters query)
    {
        List<string> parameters = [];
        foreach (var flag in new[] { "follow", "previous", "timestamps" })
            if (query.Flag(flag)) parameters.Add($"{flag}=true");
        foreach (var number in s_numbers)
            if (query.Number(number) is { } value) parameters.Add(string.Create(CultureInfo.InvariantCulture, $"{number}={value}"));
        if (query["sinceTime"] is { Length: > 0 } time) parameters.Add($"sinceTime={Uri.EscapeDataString(time)}");
        parameters.Add($"stream={StreamOf(query)}");
        return string.Join('&', parameters);
    }
}

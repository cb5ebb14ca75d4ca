using Kybernet.Kubelet.Server.Access;
using Kybernet.Kubelet.Server.Logs;
using Kybernet.Kubelet.Server.Stats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server;

/// <summary>The way of every request to a kubelet: identify → authorise → route. Answers are plain text, as upstream's.</summary>
internal sealed class KubeletHandler : IDisposable
{
    private readonly KubeletServerOptions _options;
    private readonly KubeletServerParts _parts;
    private readonly ILogger _log;
    private readonly KubeletUsers _users;
    private readonly KubeletAccess _access;
    private readonly ContainerStreams _streams;
    private readonly ContainerLogs _logs;
    private readonly NodeFigures _figures;
    private readonly CancellationTokenSource _stopping = new();

    public KubeletHandler(KubeletServerOptions options, KubeletServerParts parts)
    {
        _options = options;
        _parts = parts;
        _log = parts.Loggers.CreateLogger("Kybernet.Kubelet.Server");
        _users = new(options, parts.Client, parts.Time, _log);
        _access = new(options, parts.Client, parts.Time, _log);
        _streams = new(parts.Pods, parts.Streams);
        _logs = new(parts.Pods, parts.Runtime, parts.Time);
        _figures = new(options.NodeName, parts.Pods, parts.Streams, parts.Time);
    }

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
            if (await AnswerAsync(http, over.Token) is { } answer) await answer.SendAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || _stopping.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            KubeletServerLog.Failed(_log, http.Request.Method, http.Request.Path.Value ?? "", e);
            if (http.Response.HasStarted) http.Abort();
            else await TextAnswer.Error(500, e.Message).SendAsync(http);
        }
    }

    /// <summary>Streams and followed logs end.</summary>
    public Task EndStreamsAsync() => _stopping.CancelAsync();

    public void Dispose()
    {
        _streams.Dispose();
        _stopping.Dispose();
    }

    private async Task<TextAnswer?> AnswerAsync(HttpContext http, CancellationToken cancel)
    {
        var path = http.Request.Path.Value ?? "/";
        if (KubeletPath.IsUnder(path, "/healthz")) return Health(path);
        if (await _users.IdentifyAsync(http, cancel) is not { } user) return TextAnswer.Error(401, "Unauthorized");
        if (await _access.RefuseAsync(user, http.Request.Method, path, cancel) is { } refused) return refused;
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["containerLogs", var space, var pod, var container] => await _logs.AnswerAsync(http, new(space, pod), container, cancel),
            ["exec" or "attach" or "portForward", ..] => await _streams.AnswerAsync(http, path, cancel),
            ["pods"] => PodsAnswer.Of(_parts.Pods.List()),
            ["configz"] => TextAnswer.Json($"{{\"kubeletconfig\":{_options.Configuration()}}}"),
            ["stats", "summary"] => TextAnswer.Json(await _figures.SummaryAsync(cancel)),
            ["metrics"] => TextAnswer.Metrics(await _figures.MetricsAsync(cancel)),
            ["metrics", "resource"] => TextAnswer.Metrics(await _figures.ResourceMetricsAsync(cancel)),
            _ => TextAnswer.Error(404, "404 page not found\n"),
        };
    }

    private TextAnswer Health(string path) => path.TrimEnd('/') switch
    {
        "/healthz" or "/healthz/ping" or "/healthz/syncloop" => _parts.Health() is { } wrong
            ? TextAnswer.Error(500, $"healthz check failed: {wrong}\n")
            : TextAnswer.Ok("ok"),
        _ => TextAnswer.Error(404, "404 page not found\n"),
    };
}

using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

/// <summary>Writes what the policy asks for, request by request. Upstream: <c>endpoints/filters/audit.go</c>.</summary>
internal sealed class Auditor(AuditPolicy policy, IReadOnlyList<IAuditSink> sinks, IdSource ids, TimeProvider time) : IAsyncDisposable
{
    private const string IdHeader = "Audit-Id";

    // Nothing longer is taken over from a client: the log must not be theirs to fill.
    private const int MaxIdLength = 64;
    private const int MaxAgentLength = 1024;

    private readonly AuditTexts _texts = new();

    /// <summary>Null when nothing is to be audited. The options have been validated.</summary>
    public static Auditor? Open(AuditOptions options, IdSource ids, TimeProvider time, ILogger log)
    {
        if (!options.IsOn) return null;
        var sinks = new List<IAuditSink>();
        if (options.File is { } file) sinks.Add(AuditFile.Open(file, time, log));
        if (options.Webhook is { } webhook)
        {
            var hook = new AuditWebhook(webhook, time, log);
            hook.Start();
            sinks.Add(hook);
        }

        return new(AuditPolicy.Read(options.Policy, out _)!, sinks, ids, time);
    }

    /// <summary>A call of this process; null when the policy does not want it.</summary>
    public AuditedRequest? Begin(RequestInfo request, UserInfo user)
    {
        var decision = policy.Decide(user, request);
        if (decision.Level == AuditLevel.None) return null;
        var audited = new AuditedRequest(request, decision)
        {
            Id = ids.Uid(),
            RequestUri = PathOf(request),
            SourceIp = "",
            UserAgent = "",
            ReceivedAt = time.GetUtcNow(),
            User = user,
        };
        Write(audited, AuditStage.RequestReceived, 0);
        return audited;
    }

    /// <summary>A request whose user is known. What the policy does not want has no events.</summary>
    public void Begin(HttpContext http, RequestInfo request, UserInfo user, bool isLong)
    {
        var id = IdOf(http);
        http.Response.Headers[IdHeader] = id;
        var decision = policy.Decide(user, request);
        if (decision.Level == AuditLevel.None) return;
        var audited = Of(http, request, decision, id, user);
        http.Features.Set(audited);
        Write(audited, AuditStage.RequestReceived, 0);
        if (!isLong) return;
        http.Response.OnStarting(() =>
        {
            Write(audited, AuditStage.ResponseStarted, http.Response.StatusCode);
            return Task.CompletedTask;
        });
    }

    /// <summary>The last event of a request that is audited.</summary>
    public void Complete(HttpContext http, string stage)
    {
        if (http.Features.Get<AuditedRequest>() is { } audited)
            Write(audited, stage, stage == AuditStage.Panic ? StatusCodes.Status500InternalServerError : http.Response.StatusCode);
    }

    /// <summary>A request nobody could be made of. The reason is written here, and not told to the client. Upstream: <c>authn_audit.go</c>.</summary>
    public void Unauthenticated(HttpContext http, RequestInfo request, string reason)
    {
        var id = IdOf(http);
        http.Response.Headers[IdHeader] = id;
        var decision = policy.Decide(UserInfo.Anonymous with { Name = "", Groups = default }, request);
        if (decision.Level == AuditLevel.None) return;
        var audited = Of(http, request, decision, id, null);
        audited.Error = ApiError.Unauthorized(reason);
        Write(audited, AuditStage.ResponseStarted, StatusCodes.Status401Unauthorized);
    }

    /// <summary>Writes the event of a stage, unless the policy leaves it out.</summary>
    public void Write(AuditedRequest audited, string stage, int code)
    {
        if (audited.Decision.Omits(stage)) return;
        using var json = new JsonWriter();
        AuditEventJson.Write(json, _texts, audited, stage, code, time.GetUtcNow());
        foreach (var sink in sinks) sink.Write(json.Written);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in sinks) await sink.DisposeAsync();
    }

    /// <summary>The path a client outside would have used.</summary>
    private static string PathOf(RequestInfo request)
    {
        var root = request.ApiGroup.Length == 0 ? $"/api/{request.ApiVersion}" : $"/apis/{request.ApiGroup}/{request.ApiVersion}";
        var space = request.Namespace.Length == 0 ? "" : $"/namespaces/{request.Namespace}";
        var name = request.Name.Length == 0 ? "" : "/" + request.Name;
        var subresource = request.Subresource.Length == 0 ? "" : "/" + request.Subresource;
        return $"{root}{space}/{request.Resource}{name}{subresource}";
    }

    private AuditedRequest Of(HttpContext http, RequestInfo request, AuditDecision decision, string id, UserInfo? user) => new(request, decision)
    {
        Id = id,
        RequestUri = (http.Request.Path.Value ?? "/") + http.Request.QueryString.Value,
        SourceIp = http.Connection.RemoteIpAddress?.ToString() ?? "",
        UserAgent = Cut(http.Request.Headers.UserAgent.ToString(), MaxAgentLength),
        ReceivedAt = time.GetUtcNow(),
        User = user,
    };

    private string IdOf(HttpContext http) =>
        http.Request.Headers[IdHeader].ToString() is { Length: > 0 and <= MaxIdLength } given ? given : ids.Uid();

    private static string Cut(string text, int length) => text.Length > length ? text[..length] + "...TRUNCATED" : text;
}

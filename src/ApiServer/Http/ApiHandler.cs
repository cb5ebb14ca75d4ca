using System.Diagnostics;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Tracing;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

/// <summary>The way of every HTTP request: parse → identify → impersonate → flow control → authorise → route.</summary>
internal sealed class ApiHandler(
    ConnectionUsers users, IAuthorizer authorizer, RequestGate gate, ResourceRouter resources, PathRouter paths, ApiServerMetrics metrics,
    TimeProvider time, ILogger log)
{
    /// <summary>Cancelled when the server begins to stop: watches end.</summary>
    public required CancellationToken Shutdown { get; init; }

    /// <summary>Writes what is done; null when nothing is audited.</summary>
    public Auditor? Auditor { get; init; }

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var started = time.GetTimestamp();
            var query = new QueryParameters(http.Request.QueryString.Value);
            var info = RequestInfo.Parse(http.Request.Method, http.Request.Path.Value ?? "/", query.Flag("watch"), query["fieldSelector"]);
            using var pretty = IsLong(info) || (!info.IsResourceRequest && !IsDiscovery(info.Path)) ? null : PrettyBody.For(http, query);
            using (var span = ApiServerTrace.Request(info, isHttp: true))
                if (await AnswerAsync(http, info, query, span) is { } error) await RefuseAsync(http, error);
            if (pretty is not null) await pretty.SendAsync();
            metrics.Record(info, http.Response.StatusCode, time.GetElapsedTime(started));
            Auditor?.Complete(http, AuditStage.ResponseComplete);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
            Auditor?.Complete(http, AuditStage.ResponseComplete);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Auditor?.Complete(http, AuditStage.Panic);
            ApiHandlerLog.Failed(log, http.Request.Method, http.Request.Path.Value ?? "", e);
            if (!http.Response.HasStarted) await Responder.SendAsync(http, ApiError.InternalError("the server met an unforeseen failure"), ErrorFormat(http));
            else http.Abort();
        }
    }

    private async ValueTask<ApiError?> AnswerAsync(HttpContext http, RequestInfo info, QueryParameters query, Activity? span)
    {
        var (known, problem) = await IdentifyAsync(http);
        if (known is not { } user)
        {
            Auditor?.Unauthenticated(http, info, problem);
            return ApiError.Unauthorized("Unauthorized");
        }

        var isLong = IsLong(info);
        Auditor?.Begin(http, info, user, isLong);
        var acting = await Impersonation.ApplyAsync(http.Request, user, authorizer, http.RequestAborted);
        if (!acting.TryGet(out var actor, out var refused)) return refused;
        var audited = Auditor is null ? null : http.Features.Get<AuditedRequest>();
        if (audited is not null && !ReferenceEquals(actor, user)) audited.ImpersonatedUser = actor;
        span?.SetTag(SpanTags.User, actor.Name);
        var entry = await EnterAsync(http, info, query, actor, isLong);
        if (entry.Error is { } full) return full;
        try
        {
            return await AuthorizeAsync(http, query, info, actor, audited);
        }
        finally
        {
            gate.Leave(entry);
        }
    }

    private static bool IsLong(RequestInfo info) =>
        info.Verb is "watch" or "proxy" || info.Subresource is "log" or "exec" or "attach" or "portforward" or "proxy";

    private static bool IsDiscovery(string path) =>
        path is "/api" or "/apis" || path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/apis/", StringComparison.Ordinal);

    private ValueTask<ConnectionUsers.Identification> IdentifyAsync(HttpContext http) =>
        ApiServerTrace.IsOn ? IdentifyTracedAsync(http) : users.IdentifyAsync(http);

    private async ValueTask<ConnectionUsers.Identification> IdentifyTracedAsync(HttpContext http)
    {
        using var step = ApiServerTrace.Step("authentication");
        return await users.IdentifyAsync(http);
    }

    private ValueTask<GateEntry> EnterAsync(HttpContext http, RequestInfo info, QueryParameters query, UserInfo actor, bool isLong) =>
        ApiServerTrace.IsOn ? EnterTracedAsync(http, info, query, actor, isLong) : gate.EnterAsync(http, info, query, actor, isLong);

    private async ValueTask<GateEntry> EnterTracedAsync(HttpContext http, RequestInfo info, QueryParameters query, UserInfo actor, bool isLong)
    {
        using var step = ApiServerTrace.Step("priorityandfairness");
        return await gate.EnterAsync(http, info, query, actor, isLong);
    }

    private async ValueTask<ApiError?> AuthorizeAsync(
        HttpContext http, QueryParameters query, RequestInfo info, UserInfo user, AuditedRequest? audited)
    {
        AuthorizationDecision decision;
        using (ApiServerTrace.Step("authorization")) decision = await authorizer.AuthorizeAsync(user, info, http.RequestAborted);
        audited?.Authorized(decision.IsAllowed, decision.Reason);
        if (!decision.IsAllowed) return Refusals.Forbidden(user, info, decision.Reason);
        if (!info.IsResourceRequest) return await paths.AnswerAsync(http, info, query);
        var name = new GroupVersionResource(info.ApiGroup, info.ApiVersion, info.Resource);
        return await resources.AnswerAsync(http, info, query, user, name, Shutdown);
    }

    private ValueTask RefuseAsync(HttpContext http, ApiError error)
    {
        ApiHandlerLog.Refused(log, http.Request.Method, http.Request.Path.Value ?? "", error.Message);
        if (Auditor is not null && http.Features.Get<AuditedRequest>() is { } audited) audited.Error = error;
        return Responder.SendAsync(http, error, ErrorFormat(http));
    }

    private static WireFormat ErrorFormat(HttpContext http)
    {
        Negotiation.Negotiate(http.Request.Headers.Accept.ToString(), transforms: true, isStream: false, out var form);
        return form.Format;
    }
}

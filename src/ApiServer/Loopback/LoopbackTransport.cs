using System.Runtime.CompilerServices;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Base.Tracing;
using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Loopback;

/// <summary>
/// Calls from the same process, as one user. The pipeline is that of HTTP (authorise → admit → default → validate → store); the
/// objects are passed as they are, and nothing is encoded that is not stored.
/// </summary>
internal sealed class LoopbackTransport(LoopbackParts parts, UserInfo user) : IApiTransport
{
    private readonly LoopbackObjects _objects = new(parts.Bodies, parts.Subresources);

    public ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel)
    {
        var verb = LoopbackObjects.VerbOf(call.Verb);
        return parts.Auditor?.Begin(InfoOf(call, verb), user) is { } audited
            ? SendAuditedAsync(parts.Auditor, audited, call, verb, cancel)
            : SendAsync(call, verb, null, cancel);
    }

    private async ValueTask<ApiResult<IObject>> SendAuditedAsync(
        Auditor log, AuditedRequest audited, ApiCall call, string verb, CancellationToken cancel)
    {
        if (call.Body is { } body) audited.Sent(body);
        var done = await SendAsync(call, verb, audited, cancel);
        audited.Error = done.Error;
        if (done.IsOk) audited.Answered(done.Value);
        log.Write(audited, AuditStage.ResponseComplete, done.IsOk ? call.Verb == ApiVerb.Create ? 201 : 200 : done.Error.Code);
        return done;
    }

    private async ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, string verb, AuditedRequest? audited, CancellationToken cancel)
    {
        using var span = ApiServerTrace.IsOn ? ApiServerTrace.Request(InfoOf(call, verb), isHttp: false) : null;
        span?.SetTag(SpanTags.User, user.Name);
        if (parts.Registry.Find(call.Resource) is null) return await ReviewAsync(call, verb, audited, cancel);
        if (await FindAsync(call, verb, cancel, audited) is not { } found) return NotServed(call);
        if (found.Error is { } refused) return refused;
        var request = RequestOf(call) with { Annotate = audited is null ? null : audited.Annotate };
        return await _objects.AnswerAsync(found.Resource, call, request, cancel) ?? NotServed(call);
    }

    public async ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel)
    {
        var isDeletion = call.Verb == ApiVerb.DeleteCollection;
        if (await FindAsync(call, isDeletion ? "deletecollection" : "list", cancel) is not { } found) return NotServed(call);
        if (found.Error is { } refused) return refused;
        if (ListQuery.TryCreate(found.Resource, call.Namespace, call.LabelSelector, call.FieldSelector, out var query) is { } wrong) return wrong;
        var read = await ReadAsync(found.Resource, call.ResourceVersion, cancel);
        if (!read.TryGet(out var state, out var error)) return error;
        List<StoredObject> items = [];
        foreach (var item in state.Objects.Under(query.KeyPrefix))
            if (query.Matches(item)) items.Add(item);
        if (isDeletion && await CollectionDeleter.DeleteAsync(found.Resource, items, RequestOf(call), call.DeleteOptions, cancel) is { } failed) return failed;
        return new ApiList<IObject>([.. items.Select(static item => item.Value)], state.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public async IAsyncEnumerable<WatchNotice<IObject>> WatchAsync(ApiCall call, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (await FindAsync(call, "watch", cancel) is not { } found) throw new ApiException(NotServed(call));
        if (found.Error is { } refused) throw new ApiException(refused);
        if (ListQuery.TryCreate(found.Resource, call.Namespace, call.LabelSelector, call.FieldSelector, out var query) is { } wrong)
            throw new ApiException(wrong);
        CacheWatch watch;
        if (call.ResourceVersion.Length == 0)
        {
            var read = await ListReader.NewestAsync(found.Resource, cancel);
            if (!read.TryGet(out var state, out var error)) throw new ApiException(error);
            foreach (var item in state.Objects.Under(query.KeyPrefix))
                if (query.Matches(item)) yield return new(WatchNoticeKind.Added, item.Value);
            watch = found.Resource.Cache.WatchAfter(state.Snapshot!);
        }
        else
        {
            if (!ResourceVersions.TryParse(call.ResourceVersion, out var revision, out var invalid)) throw new ApiException(invalid!);
            watch = found.Resource.Cache.WatchFrom(revision) ?? throw new ApiException(ApiError.ResourceExpired($"too old resource version: {revision}"));
        }

        while (!watch.IsOver)
        {
            var next = watch.NextChange;
            while (watch.TryNext(out var change))
                if (Seen(query, change) is { } notice) yield return notice;
            await next.WaitAsync(cancel);
        }
    }

    /// <summary>With a version, the state of the cache as soon as it is not older; 0 is satisfied by any.</summary>
    private static async ValueTask<Outcome<ListState>> ReadAsync(Resource resource, string resourceVersion, CancellationToken cancel)
    {
        if (resourceVersion.Length == 0) return await ListReader.NewestAsync(resource, cancel);
        if (!ResourceVersions.TryParse(resourceVersion, out var revision, out var invalid)) return invalid!;
        return await ListReader.NotOlderAsync(resource, revision, cancel);
    }

    private static WatchNotice<IObject>? Seen(ListQuery query, CacheEvent change)
    {
        var isIn = change.Current is { } current && query.Matches(current);
        var wasIn = change.Previous is { } previous && query.Matches(previous);
        if (isIn) return new(wasIn ? WatchNoticeKind.Modified : WatchNoticeKind.Added, change.Current!.Value);
        return wasIn ? new(WatchNoticeKind.Deleted, change.AsDeleted().Value) : null;
    }

    /// <summary>A resource that stores nothing: the answer is the question with its status.</summary>
    private async ValueTask<ApiResult<IObject>> ReviewAsync(ApiCall call, string verb, AuditedRequest? audited, CancellationToken cancel)
    {
        if (call.Verb != ApiVerb.Create || parts.Reviews.FirstOrDefault(review => review.Kind == call.Body?.Gvk) is not { } review) return NotServed(call);
        if (await RefuseAsync(call, verb, audited, cancel) is { } refused) return refused;
        var answered = await review.AnswerAsync(call.Body!, user, call.Namespace, cancel);
        return answered.TryGet(out var answer, out var error) ? ApiResult<IObject>.Ok((IObject)answer) : error;
    }

    /// <summary>The resource, once the user may do that to it; null when it is not served.</summary>
    private async ValueTask<(Resource Resource, ApiError? Error)?> FindAsync(
        ApiCall call, string verb, CancellationToken cancel, AuditedRequest? audited = null)
    {
        if (parts.Registry.Find(call.Resource) is not { } resource) return null;
        return (resource, await RefuseAsync(call, verb, audited, cancel));
    }

    private async ValueTask<ApiError?> RefuseAsync(ApiCall call, string verb, AuditedRequest? audited, CancellationToken cancel)
    {
        var info = InfoOf(call, verb);
        using var step = ApiServerTrace.Step("authorization");
        var decision = await parts.Authorizer.AuthorizeAsync(user, info, cancel);
        audited?.Authorized(decision.IsAllowed, decision.Reason);
        return decision.IsAllowed ? null : Refusals.Forbidden(user, info, decision.Reason);
    }

    private static RequestInfo InfoOf(ApiCall call, string verb) => new()
    {
        Path = "",
        Verb = verb,
        IsResourceRequest = true,
        ApiGroup = call.Resource.Group,
        ApiVersion = call.Resource.Version,
        Resource = call.Resource.Resource,
        Subresource = call.Subresource,
        Namespace = call.Namespace,
        Name = call.Name,
        FieldSelector = call.FieldSelector,
    };

    private WriteRequest RequestOf(ApiCall call) => new()
    {
        User = user,
        Namespace = call.Namespace,
        Name = call.Name,
        Subresource = call.Subresource,
        IsDryRun = call.IsDryRun,
        FieldManager = call.FieldManager,
    };

    private static ApiError NotServed(ApiCall call) =>
        new(404, StatusReason.NotFound, $"the server could not find the requested resource ({call.Resource})");
}

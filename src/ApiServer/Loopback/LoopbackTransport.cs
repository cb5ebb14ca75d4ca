using System.Runtime.CompilerServices;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Reviews;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Loopback;

/// <summary>
/// Calls from the same process, as one user. The pipeline is that of HTTP (authorise → admit → default → validate → store); the
/// objects are passed as they are, and nothing is encoded that is not stored.
/// </summary>
internal sealed class LoopbackTransport(ResourceRegistry registry, IAuthorizer authorizer, IReadOnlyList<IReview> reviews, UserInfo user) : IApiTransport
{
    public async ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel)
    {
        if (call.Verb == ApiVerb.Create && reviews.FirstOrDefault(one => one.Kind == call.Body?.Gvk) is { } review)
            return await ReviewAsync(call, review, cancel);
        if (await FindAsync(call, VerbOf(call.Verb), cancel) is not { } found) return NotServed(call);
        if (found.Error is { } refused) return refused;
        var resource = found.Resource;
        var door = call.Subresource.Length == 0 ? resource.Rules : resource.Doors.GetValueOrDefault(call.Subresource);
        if (door is null) return NotServed(call);
        var request = RequestOf(call);
        switch (call.Verb)
        {
            case ApiVerb.Get:
                var read = await ObjectReader.GetAsync(resource, call.Namespace, call.Name, call.ResourceVersion, cancel);
                return read.TryGet(out var stored, out var error) ? ApiResult<IObject>.Ok(stored.Value) : error;
            case ApiVerb.Create:
                var created = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, call.Body!), request, cancel);
                return created.TryGet(out stored, out error) ? ApiResult<IObject>.Ok(stored.Value) : error;
            case ApiVerb.Update:
                var value = WriteHandlers.Defaulted(resource, call.Body!);
                return Answer(await ObjectUpdater.UpdateAsync(
                    resource, door, request, null, (_, _) => new(Outcome<IObject>.Ok(value)), resource.Rules.AllowsCreateOnUpdate, cancel));
            case ApiVerb.Apply:
                return Answer(await ObjectUpdater.UpdateAsync(
                    resource, door, request with { IsApplied = true }, null,
                    (current, _) => new(Applying.Apply(resource, call.Subresource, call.Body!, current, call.FieldManager, call.Force)), true, cancel));
            case ApiVerb.Delete:
                var done = await ObjectDeleter.DeleteAsync(resource, request, call.DeleteOptions, cancel);
                return done.TryGet(out var deleted, out error) ? ApiResult<IObject>.Ok(deleted.Object.Value) : error;
            default:
                return ApiError.MethodNotSupported(resource.Info.GroupResource, VerbOf(call.Verb));
        }
    }

    public async ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel)
    {
        if (await FindAsync(call, "list", cancel) is not { } found) return NotServed(call);
        if (found.Error is { } refused) return refused;
        if (ListQuery.TryCreate(found.Resource, call.Namespace, call.LabelSelector, call.FieldSelector, out var query) is { } wrong) return wrong;
        var read = await ListReader.NewestAsync(found.Resource, cancel);
        if (!read.TryGet(out var state, out var error)) return error;
        List<IObject> items = [];
        foreach (var item in state.Objects.Under(query.KeyPrefix))
            if (query.Matches(item)) items.Add(item.Value);
        return new ApiList<IObject>(items, state.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
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

    private static WatchNotice<IObject>? Seen(ListQuery query, CacheEvent change)
    {
        var isIn = change.Current is { } current && query.Matches(current);
        var wasIn = change.Previous is { } previous && query.Matches(previous);
        if (isIn) return new(wasIn ? WatchNoticeKind.Modified : WatchNoticeKind.Added, change.Current!.Value);
        return wasIn ? new(WatchNoticeKind.Deleted, change.AsDeleted().Value) : null;
    }

    /// <summary>The resource, once the user may do that to it; null when it is not served.</summary>
    private async ValueTask<(Resource Resource, ApiError? Error)?> FindAsync(ApiCall call, string verb, CancellationToken cancel)
    {
        if (registry.Find(call.Resource) is not { } resource) return null;
        return (resource, await RefuseAsync(call, verb, cancel));
    }

    private async ValueTask<ApiError?> RefuseAsync(ApiCall call, string verb, CancellationToken cancel)
    {
        var info = new RequestInfo
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
        };
        var decision = await authorizer.AuthorizeAsync(user, info, cancel);
        return decision.IsAllowed ? null : Refusals.Forbidden(user, info, decision.Reason);
    }

    /// <summary>A question that stores nothing: the answer is the same object with its status.</summary>
    private async ValueTask<ApiResult<IObject>> ReviewAsync(ApiCall call, IReview review, CancellationToken cancel)
    {
        if (await RefuseAsync(call, "create", cancel) is { } refused) return refused;
        var answered = await review.AnswerAsync(call.Body!, user, call.Namespace, cancel);
        return answered.TryGet(out var answer, out var error) ? ApiResult<IObject>.Ok((IObject)answer) : error;
    }

    private WriteRequest RequestOf(ApiCall call) => new()
    {
        User = user,
        Namespace = call.Namespace,
        Name = call.Name,
        Subresource = call.Subresource,
        IsDryRun = call.IsDryRun,
        FieldManager = call.FieldManager,
    };

    private static ApiResult<IObject> Answer(Outcome<Updated> done) =>
        done.TryGet(out var updated, out var error) ? ApiResult<IObject>.Ok(updated.Object.Value) : error;

    private static string VerbOf(ApiVerb verb) => verb == ApiVerb.Apply ? "patch" : verb.ToString().ToLowerInvariant();

    private static ApiError NotServed(ApiCall call) =>
        new(404, StatusReason.NotFound, $"the server could not find the requested resource ({call.Resource})");
}

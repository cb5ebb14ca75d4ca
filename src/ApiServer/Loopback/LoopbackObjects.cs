using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Subresources;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Loopback;

/// <summary>The verbs on one object, after the user was found to be allowed them.</summary>
internal sealed class LoopbackObjects(BodyDecoder bodies, SubresourceTable subresources)
{
    /// <summary>Null when there is no such subresource.</summary>
    public async ValueTask<ApiResult<IObject>?> AnswerAsync(Resource resource, ApiCall call, WriteRequest request, CancellationToken cancel)
    {
        if (call.Subresource.Length == 0) return await AnswerAsync(resource, resource.Rules, call, request, cancel);
        if (resource.Info.FindSubresource(call.Subresource) is null) return null;
        if (resource.Doors.TryGetValue(call.Subresource, out var door)) return await AnswerAsync(resource, door, call, request, cancel);
        if (call.Verb == ApiVerb.Create && subresources.Posted(resource.Info.Kind, call.Subresource) is { } posted)
            return await PostAsync(resource, posted, call, request, cancel);
        if (SubresourceTable.View(resource, call.Subresource) is not { } view) return null;
        return await ViewAsync(resource, view, call, request, cancel);
    }

    private async ValueTask<ApiResult<IObject>> AnswerAsync(
        Resource resource, UpdateRules door, ApiCall call, WriteRequest request, CancellationToken cancel)
    {
        var isMain = call.Subresource.Length == 0;
        switch (call.Verb)
        {
            case ApiVerb.Get:
                var read = await ObjectReader.GetAsync(resource, call.Namespace, call.Name, call.ResourceVersion, cancel);
                return read.TryGet(out var stored, out var error) ? ApiResult<IObject>.Ok(stored.Value) : error;
            case ApiVerb.Create when isMain:
                var created = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, call.Body!), request, cancel);
                return created.TryGet(out stored, out error) ? ApiResult<IObject>.Ok(stored.Value) : error;
            case ApiVerb.Update:
                var value = WriteHandlers.Defaulted(resource, call.Body!);
                return Answer(await ObjectUpdater.UpdateAsync(
                    resource, door, request, null, (_, _) => new(Outcome<IObject>.Ok(value)), isMain && resource.Rules.AllowsCreateOnUpdate, cancel));
            case ApiVerb.Apply:
                return Answer(await ObjectUpdater.UpdateAsync(
                    resource, door, request with { IsApplied = true }, null,
                    (current, _) => new(Applying.Apply(resource, call.Subresource, call.Body!, current, call.FieldManager, call.Force)), isMain, cancel));
            case ApiVerb.Patch:
                return await PatchAsync(resource, door, call, request, cancel);
            case ApiVerb.Delete when isMain:
                var done = await ObjectDeleter.DeleteAsync(
                    resource, request with { IsDryRun = request.IsDryRun || call.DeleteOptions.DryRun.Contains("All") }, call.DeleteOptions, cancel);
                return done.TryGet(out var deleted, out error) ? ApiResult<IObject>.Ok(deleted.Object.Value) : error;
            default:
                return ApiError.MethodNotSupported(resource.Info.GroupResource, VerbOf(call.Verb));
        }
    }

    /// <summary>The verb as roles name it.</summary>
    public static string VerbOf(ApiVerb verb) => verb == ApiVerb.Apply ? "patch" : verb.ToString().ToLowerInvariant();

    private async ValueTask<ApiResult<IObject>> PatchAsync(
        Resource resource, UpdateRules door, ApiCall call, WriteRequest request, CancellationToken cancel)
    {
        var read = PatchBody.Of(call.Patch!, bodies);
        if (!read.TryGet(out var patch, out var error)) return error;
        return Answer(await ObjectUpdater.UpdateAsync(resource, door, request, null, (current, _) => new(Patched(current!)), mayCreate: false, cancel));

        Outcome<IObject> Patched(IObject current)
        {
            var patched = patch.ApplyTo(current, resource.Info.Kind, resource.Ownership.Type, "", request.Warnings);
            if (!patched.TryGet(out var value, out var wrong)) return wrong;
            if (value.Metadata.Name == call.Name) return Outcome<IObject>.Ok(WriteHandlers.Defaulted(resource, value));
            return ApiError.BadRequest($"the name of the object ({value.Metadata.Name}) does not match the name on the URL ({call.Name})");
        }
    }

    /// <summary>Where the server answers with a Status, the caller gets back what it posted.</summary>
    private static async ValueTask<ApiResult<IObject>> PostAsync(
        Resource resource, IPostedSubresource posted, ApiCall call, WriteRequest request, CancellationToken cancel)
    {
        if (call.Body!.Gvk != posted.Kind) return ApiError.BadRequest($"a {call.Body.Gvk} where a {posted.Kind} is expected");
        var done = await posted.PostAsync(resource, call.Body, request, cancel);
        return done.TryGet(out var answer, out var error) ? ApiResult<IObject>.Ok(answer as IObject ?? call.Body) : error;
    }

    private async ValueTask<ApiResult<IObject>> ViewAsync(
        Resource resource, IViewSubresource view, ApiCall call, WriteRequest request, CancellationToken cancel)
    {
        switch (call.Verb)
        {
            case ApiVerb.Get:
                var read = await ObjectReader.GetAsync(resource, call.Namespace, call.Name, call.ResourceVersion, cancel);
                return read.TryGet(out var stored, out var error) ? ApiResult<IObject>.Ok(view.View(stored.Value)) : error;
            case ApiVerb.Update:
                return Viewed(view, await SubresourceTable.ChangeAsync(resource, view, request, _ => Outcome<IObject>.Ok(call.Body!), cancel));
            case ApiVerb.Patch:
                var patch = PatchBody.Of(call.Patch!, bodies);
                if (!patch.TryGet(out var body, out error)) return error;
                return Viewed(view, await SubresourceTable.ChangeAsync(
                    resource, view, request, current => body.ApplyTo(current, view.Kind, BuiltInApi.Types.Find(view.Kind), "", request.Warnings), cancel));
            default:
                return ApiError.MethodNotSupported(resource.Info.GroupResource, VerbOf(call.Verb));
        }
    }

    private static ApiResult<IObject> Answer(Outcome<Updated> done) =>
        done.TryGet(out var updated, out var error) ? ApiResult<IObject>.Ok(updated.Object.Value) : error;

    private static ApiResult<IObject> Viewed(IViewSubresource view, Outcome<Updated> done) =>
        done.TryGet(out var updated, out var error) ? ApiResult<IObject>.Ok(view.View(updated.Object.Value)) : error;
}

using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Http;

/// <summary>POST, PUT and DELETE of objects.</summary>
internal sealed class WriteHandlers(BodyDecoder decoder, ReadHandlers reads)
{
    private static readonly GroupVersionKind s_deleteOptions = new("", "v1", "DeleteOptions");

    public async ValueTask<ApiError?> CreateAsync(ResourceRequest request)
    {
        if (Negotiate(request, out var form) is { } refused) return refused;
        var read = await ReadObjectAsync(request);
        if (!read.TryGet(out var value, out var error)) return error;
        var created = await ObjectCreator.CreateAsync(request.Resource, Defaulted(request.Resource, value), request.ToWrite(""), request.Cancel);
        if (!created.TryGet(out var stored, out error)) return error;
        await Responder.SendAsync(
            request.Http, 201, stored, reads.Writer(request, form), request.Warnings, keeps: request.Resource.Cache.IsWatchedInJson);
        return null;
    }

    public async ValueTask<ApiError?> UpdateAsync(ResourceRequest request, UpdateRules door)
    {
        if (Negotiate(request, out var form) is { } refused) return refused;
        var read = await ReadObjectAsync(request);
        if (!read.TryGet(out var value, out var error)) return error;
        if (value.Metadata.Name.Length > 0 && value.Metadata.Name != request.Info.Name)
        {
            return ApiError.BadRequest(
                $"the name of the object ({value.Metadata.Name}) does not match the name on the URL ({request.Info.Name})");
        }

        value = Defaulted(request.Resource, value);
        var mayCreate = request.Resource.Rules.AllowsCreateOnUpdate && request.Info.Subresource.Length == 0;
        var done = await ObjectUpdater.UpdateAsync(
            request.Resource, door, request.ToWrite(request.Info.Name), null, (_, _) => new(Outcome<IObject>.Ok(value)), mayCreate, request.Cancel);
        if (!done.TryGet(out var updated, out error)) return error;
        await Responder.SendAsync(request.Http, updated.WasCreated ? 201 : 200, updated.Object, reads.Writer(request, form), request.Warnings);
        return null;
    }

    public async ValueTask<ApiError?> DeleteAsync(ResourceRequest request)
    {
        if (Negotiate(request, out var form) is { } refused) return refused;
        var read = await ReadDeleteOptionsAsync(request);
        if (!read.TryGet(out var options, out var error)) return error;
        if (request.Resource.Rules.DeletionProblem(request.Info.Name) is { } never)
            return ApiError.Forbidden(request.Resource.Info.GroupResource, request.Info.Name, never);
        var write = request.ToWrite(request.Info.Name) with { IsDryRun = request.IsDryRun || options.DryRun.Contains("All") };
        var done = await ObjectDeleter.DeleteAsync(request.Resource, write, options, request.Cancel);
        if (!done.TryGet(out var deleted, out error)) return error;
        if (deleted.IsGone && !request.Resource.ReturnsDeletedObject)
            await Responder.SendAsync(request.Http, 200, Gone(request.Resource, deleted.Object), form.Format, request.Warnings);
        else
            await Responder.SendAsync(request.Http, 200, deleted.Object, reads.Writer(request, form), request.Warnings);
        return null;
    }

    public async ValueTask<ApiError?> DeleteCollectionAsync(ResourceRequest request)
    {
        if (Negotiate(request, out var form) is { } refused) return refused;
        if (ReadHandlers.Query(request, out var query) is { } wrong) return wrong;
        var read = await ReadDeleteOptionsAsync(request);
        if (!read.TryGet(out var options, out var error)) return error;
        var listed = await ListRequest.ReadAsync(request.Resource, query, request.Query, request.Cancel);
        if (!listed.TryGet(out var list, out error)) return error;
        if (await CollectionDeleter.DeleteAsync(
            request.Resource, list.Items, request.ToWrite(""), options, request.Cancel) is { } failed) return failed;
        Responder.Begin(request.Http, 200, form.ContentType, request.Warnings);
        var http = request.Http;
        await reads.Lists.WriteAsync(http.Response.BodyWriter, request.Resource, list, reads.Writer(request, form), CrowdTurns.Of(http), request.Cancel);
        return null;
    }

    /// <summary>The schema's defaults, then those of the kind's rules.</summary>
    public static IObject Defaulted(Resource resource, IObject value)
    {
        using var step = ApiServerTrace.Step("default");
        return resource.Rules.Default(value.WithDefaults());
    }

    private static ApiError? Negotiate(ResourceRequest request, out ResponseForm form)
    {
        var refused = Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out form);
        return refused ?? DryRuns.Check(request.Query);
    }

    private async ValueTask<Outcome<IObject>> ReadObjectAsync(ResourceRequest request)
    {
        using var step = ApiServerTrace.Step("decode");
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Cancel);
        if (!body.TryGet(out var bytes, out var error)) return error;
        var decoded = decoder.Decode(
            bytes, request.Http.Request.ContentType ?? "", request.Resource.Info.Kind, request.Query["fieldValidation"], request.Warnings);
        if (!decoded.TryGet(out var value, out error)) return error;
        request.Audited?.Sent(value);
        return Outcome<IObject>.Ok((IObject)value);
    }

    private async ValueTask<Outcome<DeleteOptions>> ReadDeleteOptionsAsync(ResourceRequest request)
    {
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Cancel);
        if (!body.TryGet(out var bytes, out var error)) return error;
        if (bytes.Length == 0)
        {
            return new DeleteOptions
            {
                GracePeriodSeconds = request.Query.Number("gracePeriodSeconds"),
                PropagationPolicy = request.Query["propagationPolicy"] is { Length: > 0 } policy ? policy : null,
                OrphanDependents = request.Query.Has("orphanDependents") ? request.Query.Flag("orphanDependents") : null,
            };
        }

        var decoded = decoder.Decode(bytes, request.Http.Request.ContentType ?? "", s_deleteOptions, BodyDecoder.Ignore, request.Warnings);
        if (!decoded.TryGet(out var options, out error)) return error;
        request.Audited?.Sent(options);
        return (DeleteOptions)options;
    }

    private static Status Gone(Resource resource, StoredObject last) => new()
    {
        StatusValue = StatusErrors.Success,
        Details = new()
        {
            Name = last.Value.Metadata.Name,
            Group = resource.Info.Resource.Group,
            Kind = resource.Info.Resource.Resource,
            Uid = last.Value.Metadata.Uid,
        },
    };
}

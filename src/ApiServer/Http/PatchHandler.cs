using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>PATCH of objects: three kinds of patches, and server-side apply.</summary>
internal sealed class PatchHandler(BodyDecoder decoder, ReadHandlers reads)
{
    private static readonly GroupKind s_options = new("meta.k8s.io", "PatchOptions");

    public async ValueTask<ApiError?> PatchAsync(ResourceRequest request, UpdateRules door)
    {
        var refused = Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) ?? DryRuns.Check(request.Query);
        if (refused is not null) return refused;
        var read = await ReadAsync(request);
        if (!read.TryGet(out var patch, out var error)) return error;
        if (CheckOptions(request, patch) is { } wrong) return wrong;

        var isMain = request.Info.Subresource.Length == 0;
        var write = request.ToWrite(request.Info.Name) with { IsApplied = patch.IsApply };
        ObjectChange change = patch.IsApply
            ? (current, _) => new(Apply(request, patch, current))
            : (current, _) => new(Patch(request, patch, current!));
        var done = await ObjectUpdater.UpdateAsync(request.Resource, door, write, null, change, mayCreate: patch.IsApply && isMain, request.Cancel);
        if (!done.TryGet(out var updated, out error)) return error;
        await Responder.SendAsync(request.Http, updated.WasCreated ? 201 : 200, updated.Object, reads.Writer(request, form), request.Warnings);
        return null;
    }

    private async ValueTask<Outcome<PatchBody>> ReadAsync(ResourceRequest request)
    {
        using var step = ApiServerTrace.Step("decode");
        return await PatchBody.ReadAsync(request, decoder);
    }

    private static ApiError? CheckOptions(ResourceRequest request, PatchBody patch)
    {
        var errors = new FieldErrorList();
        if (patch.IsApply)
        {
            if (request.Query["fieldManager"].Length == 0) errors.Add(FieldError.Required(FieldPath.Of("fieldManager"), "is required for apply patch"));
        }
        else if (request.Query.Has("force"))
        {
            errors.Add(FieldError.Forbidden(FieldPath.Of("force"), "may not be specified for non-apply patch"));
        }

        return errors.IsEmpty ? null : ApiError.Invalid(s_options, "", errors);
    }

    private static Outcome<IObject> Patch(ResourceRequest request, PatchBody patch, IObject current)
    {
        var resource = request.Resource;
        var patched = patch.ApplyTo(
            current, resource.Info.Kind, resource.Ownership.Type, request.Query["fieldValidation"], request.Warnings);
        return patched.TryGet(out var value, out var error) ? Named(request, WriteHandlers.Defaulted(resource, value)) : error;
    }

    private Outcome<IObject> Apply(ResourceRequest request, PatchBody patch, IObject? current)
    {
        using var step = ApiServerTrace.Step("apply");
        var resource = request.Resource;
        if (patch.Value.At("metadata", "name").AsString() is { Length: > 0 } given && given != request.Info.Name)
            return NameMismatch(given, request.Info.Name);
        var applied = Applying.Apply(
            resource, request.Info.Subresource, patch.Value, current, request.Query["fieldManager"], request.Query.Flag("force"));
        if (!applied.TryGet(out var owned, out var error)) return error;
        // Unknown fields are found by applying; what is left are duplicate ones.
        var strict = decoder.DecodeJson(patch.Json.Span, resource.Info.Kind, request.Query["fieldValidation"], request.Warnings);
        if (!strict.IsOk) return strict.Error;
        if (current is null && owned.Metadata.Name.Length == 0) owned = owned.WithMetadata(owned.Metadata with { Name = request.Info.Name });
        return Named(request, owned);
    }

    private static Outcome<IObject> Named(ResourceRequest request, IObject value) =>
        value.Metadata.Name == request.Info.Name ? Outcome<IObject>.Ok(value) : NameMismatch(value.Metadata.Name, request.Info.Name);

    private static ApiError NameMismatch(string given, string wanted) =>
        ApiError.BadRequest($"the name of the object ({given}) does not match the name on the URL ({wanted})");
}

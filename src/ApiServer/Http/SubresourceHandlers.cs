using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Reviews;
using Kybernet.ApiServer.Subresources;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Subresources that are more than another door to their object, and resources that store nothing.</summary>
internal sealed class SubresourceHandlers(BodyDecoder decoder, ResourceRegistry registry, ReadHandlers reads, IReadOnlyList<IReview> reviews,
    SubresourceTable table)
{
    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request)
    {
        var (kind, subresource) = (request.Resource.Info.Kind, request.Info.Subresource);
        if (request.Info.Verb == "create" && table.Posted(kind, subresource) is { } posted) return await PostAsync(request, posted);
        if (SubresourceTable.View(request.Resource, subresource) is not { } view) return ResourceRouter.NotServed();
        return request.Info.Verb switch
        {
            "get" => await GetAsync(request, view),
            "update" => await UpdateAsync(request, view),
            "patch" => await PatchAsync(request, view),
            _ => ApiError.MethodNotSupported(request.Resource.Info.GroupResource, request.Info.Verb),
        };
    }

    /// <summary>Resources that are only posted to. Null when there is no such resource.</summary>
    public async ValueTask<VirtualAnswer?> AnswerVirtualAsync(
        HttpContext http, RequestInfo info, QueryParameters query, UserInfo user, GroupVersionResource name)
    {
        if (info.Verb != "create") return null;
        foreach (var review in reviews)
            if (review.Kind.GroupVersion == name.GroupVersion && review.Kind.Kind.ToLowerInvariant() + "s" == name.Resource)
                return new(await ReviewAsync(http, info, query, user, review));
        if (name != new GroupVersionResource("", "v1", "bindings")) return null;
        var pods = registry.Find(new("", "v1", "pods"))!;
        var request = new ResourceRequest(http, info, query, user, pods);
        var read = await ReadAsync(request, Binding.Gvk);
        if (!read.TryGet(out var body, out var error)) return new(error);
        var named = request with { Info = info with { Name = ((Binding)body).Metadata.Name, Subresource = "binding" } };
        return new(await PostAsync(named, table.Posted(Pod.Gvk, "binding")!, body));
    }

    private async ValueTask<ApiError?> ReviewAsync(HttpContext http, RequestInfo info, QueryParameters query, UserInfo user, IReview review)
    {
        if (Negotiation.Negotiate(http.Request.Headers.Accept.ToString(), transforms: false, isStream: false, out var form) is { } refused) return refused;
        var body = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
        if (!body.TryGet(out var bytes, out var error)) return error;
        var warnings = new List<string>();
        var decoded = decoder.Decode(bytes, http.Request.ContentType ?? "", review.Kind, query["fieldValidation"], warnings);
        if (!decoded.TryGet(out var question, out error)) return error;
        http.Features.Get<AuditedRequest>()?.Sent(question);
        var answered = await review.AnswerAsync(question, user, info.Namespace, http.RequestAborted);
        if (!answered.TryGet(out var answer, out error)) return error;
        await Responder.SendAsync(http, 201, answer, form.Format, warnings);
        return null;
    }

    private async ValueTask<ApiError?> PostAsync(ResourceRequest request, IPostedSubresource posted, IKind? body = null)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: false, isStream: false, out var form) is { } refused) return refused;
        if (body is null)
        {
            var read = await ReadAsync(request, posted.Kind);
            if (!read.TryGet(out body, out var error)) return error;
        }

        var write = request.ToWrite(request.Info.Name);
        var attributes = new AdmissionAttributes(request.Resource.Info, AdmissionOperation.Create, write) { Name = request.Info.Name };
        if (body is IObject about && await request.Resource.Admission.AdmitAsync(attributes, about, request.Cancel) is { } denied) return denied;
        var done = await posted.PostAsync(request.Resource, body, write, request.Cancel);
        if (!done.TryGet(out var answer, out var failed)) return failed;
        await Responder.SendAsync(request.Http, 201, answer, form.Format, request.Warnings);
        return null;
    }

    private async ValueTask<ApiError?> GetAsync(ResourceRequest request, IViewSubresource view)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) is { } refused) return refused;
        var found = await ObjectReader.GetAsync(
            request.Resource, request.Info.Namespace, request.Info.Name, request.Query["resourceVersion"], request.Cancel);
        if (!found.TryGet(out var stored, out var error)) return error;
        await SendAsync(request, form, stored, view);
        return null;
    }

    private async ValueTask<ApiError?> UpdateAsync(ResourceRequest request, IViewSubresource view)
    {
        var read = await ReadAsync(request, view.Kind);
        if (!read.TryGet(out var body, out var error)) return error;
        return await ChangeAsync(request, view, _ => Outcome<IObject>.Ok((IObject)body));
    }

    private async ValueTask<ApiError?> PatchAsync(ResourceRequest request, IViewSubresource view)
    {
        var read = await PatchBody.ReadAsync(request, decoder);
        if (!read.TryGet(out var patch, out var error)) return error;
        var (type, validation) = (BuiltInApi.Types.Find(view.Kind), request.Query["fieldValidation"]);
        return await ChangeAsync(request, view, current => patch.ApplyTo(current, view.Kind, type, validation, request.Warnings));
    }

    private async ValueTask<ApiError?> ChangeAsync(ResourceRequest request, IViewSubresource view, Func<IObject, Outcome<IObject>> change)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) is { } refused) return refused;
        var done = await SubresourceTable.ChangeAsync(request.Resource, view, request.ToWrite(request.Info.Name), change, request.Cancel);
        if (!done.TryGet(out var updated, out var error)) return error;
        await SendAsync(request, form, updated.Object, view);
        return null;
    }

    private ValueTask SendAsync(ResourceRequest request, ResponseForm form, StoredObject stored, IViewSubresource view)
    {
        var shown = StoredObject.Unstored(stored.Key, view.View(stored.Value));
        return Responder.SendAsync(request.Http, 200, shown, reads.Writer(request, form), request.Warnings);
    }

    private async ValueTask<Outcome<IKind>> ReadAsync(ResourceRequest request, GroupVersionKind kind)
    {
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Cancel);
        if (!body.TryGet(out var bytes, out var error)) return error;
        var decoded = decoder.Decode(bytes, request.Http.Request.ContentType ?? "", kind, request.Query["fieldValidation"], request.Warnings);
        if (decoded.IsOk) request.Audited?.Sent(decoded.Value);
        return decoded;
    }
}

/// <summary>A virtual resource's answer was sent, or is this error.</summary>
internal sealed record VirtualAnswer(ApiError? Error);

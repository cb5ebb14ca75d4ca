using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Http;

/// <summary>GET of one object and of lists.</summary>
internal sealed class ReadHandlers(TablePrinters printers, ListWriter lists, TimeProvider time)
{
    public ListWriter Lists => lists;

    public async ValueTask<ApiError?> GetAsync(ResourceRequest request)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) is { } refused) return refused;
        var found = await ObjectReader.GetAsync(
            request.Resource, request.Info.Namespace, request.Info.Name, request.Query["resourceVersion"], request.Cancel);
        return found.TryGet(out var stored, out var error) ? await SendAsync(request, form, stored) : error;
    }

    /// <summary>Sends an object in the form the request asks for.</summary>
    public async ValueTask<ApiError?> SendAsync(ResourceRequest request, StoredObject stored) =>
        Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) ?? await SendAsync(request, form, stored);

    /// <summary>Sends a list in the form the request asks for.</summary>
    public async ValueTask<ApiError?> SendAsync(ResourceRequest request, ListChunk list) =>
        Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) ?? await SendAsync(request, form, list);

    private async ValueTask<ApiError?> SendAsync(ResourceRequest request, ResponseForm form, StoredObject stored)
    {
        await Responder.SendAsync(request.Http, 200, stored, Writer(request, form), request.Warnings);
        return null;
    }

    public async ValueTask<ApiError?> ListAsync(ResourceRequest request)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: true, isStream: false, out var form) is { } refused) return refused;
        if (Query(request, out var query) is { } wrong) return wrong;
        var read = await ListRequest.ReadAsync(request.Resource, query, request.Query, request.Cancel);
        return read.TryGet(out var list, out var error) ? await SendAsync(request, form, list) : error;
    }

    private async ValueTask<ApiError?> SendAsync(ResourceRequest request, ResponseForm form, ListChunk list)
    {
        Responder.Begin(request.Http, 200, form.ContentType, request.Warnings);
        await using var body = ResponseBody.For(request.Http, list.Items.Count);
        await lists.WriteAsync(body.Writer, request.Resource, list, Writer(request, form), CrowdTurns.Of(request.Http), request.Cancel);
        return null;
    }

    public static ApiError? Query(ResourceRequest request, out ListQuery query) =>
        ListQuery.TryCreate(
            request.Resource, request.Info.Namespace, request.Query["labelSelector"], request.Query["fieldSelector"], out query);

    public ObjectWriter Writer(ResourceRequest request, ResponseForm form) => ObjectWriter.For(form, request.Resource, printers, request.Query, time);
}

using Kybernet.Cli.Clusters;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Resources;

/// <summary>Reads what selections name, in pieces of <c>--chunk-size</c>.</summary>
internal sealed class ObjectReader(Invocation run)
{
    public const string TableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /// <summary>As a table the server made; with whole objects in its rows where <paramref name="needsObjects"/>.</summary>
    public async Task<ApiResult<JsonValue>> TableAsync(Selection selection, bool needsObjects, CancellationToken cancel)
    {
        var pages = await PagesAsync(selection, TableAccept, needsObjects ? "Object" : "", cancel);
        if (!pages.TryGet(out var read, out var error)) return error;
        return read.Count == 1 ? read[0] : read[0].With("rows", JsonMaps.ListOf(read.SelectMany(static page => page["rows"].Items)));
    }

    /// <summary>As objects, each with its kind.</summary>
    public async Task<ApiResult<IReadOnlyList<JsonValue>>> ObjectsAsync(Selection selection, CancellationToken cancel)
    {
        var pages = await PagesAsync(selection, ApiRequests.Json, "", cancel);
        if (!pages.TryGet(out var read, out var error)) return error;
        return ApiResult<IReadOnlyList<JsonValue>>.Ok(selection.Name.Length > 0
            ? read
            : [.. read.SelectMany(static page => page["items"].Items).Select(item => WithKind(item, selection.Resource))]);
    }

    /// <summary>The item of a list, which says its kind only once.</summary>
    public static JsonValue WithKind(JsonValue item, ApiResourceInfo resource) =>
        item.With("apiVersion", resource.Kind.ToApiVersion()).With("kind", resource.Kind.Kind);

    private async Task<ApiResult<List<JsonValue>>> PagesAsync(Selection selection, string accept, string includeObject, CancellationToken cancel)
    {
        var requests = await run.Cluster.RequestsAsync(cancel);
        var isList = selection.Name.Length == 0;
        var limit = run.Flags["chunk-size"] is { Length: > 0 } size && size != "0" ? size : "500";
        var pages = new List<JsonValue>();
        var token = "";
        do
        {
            var path = ResourcePath.Of(
                selection.Resource, selection.Space, selection.Name, run.Flags["subresource"],
                ("labelSelector", isList ? run.Flags["selector"] : ""), ("fieldSelector", isList ? run.Flags["field-selector"] : ""),
                ("limit", isList ? limit : ""), ("continue", token), ("includeObject", includeObject));
            var answer = await requests.GetAsync(path, cancel, accept);
            if (!answer.TryGet(out var page, out var error)) return error;
            pages.Add(page);
            token = isList ? page.Text("metadata", "continue") : "";
        }
        while (token.Length > 0);
        return pages;
    }
}

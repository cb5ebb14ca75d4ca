using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>Answers which objects a list holds. Upstream: the semantics table of "Resource versions" in the API concepts, <c>cacher.GetList</c>.</summary>
internal static class ListRequest
{
    private const string Expired =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
        + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided "
        + "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was "
        + "returned and now may show up in the list.";

    private static readonly GroupKind s_kind = new("meta.k8s.io", "ListOptions");

    public static async ValueTask<Outcome<ListChunk>> ReadAsync(Resource resource, ListQuery query, QueryParameters parameters, CancellationToken cancel)
    {
        if (Check(parameters) is { } refused) return refused;
        var limit = parameters.Number("limit") ?? 0;
        var start = default(ContinueToken);
        var token = parameters["continue"];
        if (token.Length > 0)
        {
            if (!ContinueToken.TryParse(token, out start, out var problem)) return ApiError.BadRequest($"invalid continue token: {problem}");
            if (parameters["resourceVersion"] is not ("" or "0"))
                return ApiError.BadRequest("specifying resource version is not allowed when using continue");
        }

        var found = token.Length > 0 && start.Revision > 0
            ? await ListReader.ExactlyAsync(resource, start.Revision, cancel)
            : await StateAsync(resource, parameters, limit, cancel);
        if (!found.TryGet(out var state, out var error))
            return error.IsResourceExpired && token.Length > 0 ? Inconsistent(start) : error;
        return Cut(resource, query, state, start.Start, limit);
    }

    private static async ValueTask<Outcome<ListState>> StateAsync(Resource resource, QueryParameters parameters, long limit, CancellationToken cancel)
    {
        var version = parameters["resourceVersion"];
        if (version.Length == 0) return await ListReader.NewestAsync(resource, cancel);
        if (!ResourceVersions.TryParse(version, out var revision, out var error)) return error! with { Message = $"invalid resource version: {error.Message}" };
        var isExact = parameters["resourceVersionMatch"] == "Exact" || (parameters["resourceVersionMatch"].Length == 0 && limit > 0 && revision > 0);
        return isExact
            ? await ListReader.ExactlyAsync(resource, revision, cancel)
            : await ListReader.NotOlderAsync(resource, revision, cancel);
    }

    private static ApiError? Check(QueryParameters parameters)
    {
        if (parameters["limit"].Length > 0 && parameters.Number("limit") is null)
            return ApiError.BadRequest($"strconv.ParseInt: parsing \"{parameters["limit"]}\": invalid syntax");
        if (!parameters.Has("resourceVersionMatch") && !parameters.Has("sendInitialEvents")) return null;
        var errors = new FieldErrorList();
        ListOptionsRules.Validate(errors, new()
        {
            ResourceVersion = parameters["resourceVersion"],
            ResourceVersionMatch = parameters["resourceVersionMatch"],
            Continue = parameters["continue"],
            SendInitialEvents = parameters.Has("sendInitialEvents") ? parameters.Flag("sendInitialEvents") : null,
        });
        return errors.IsEmpty ? null : ApiError.Invalid(s_kind, "", errors);
    }

    private static ApiError Inconsistent(ContinueToken start) => ApiError.ResourceExpired(Expired) with
    {
        Continue = (start with { Revision = ContinueToken.Current }).ToString(),
    };

    private static ListChunk Cut(Resource resource, ListQuery query, ListState state, string? start, long limit)
    {
        // Tokens hold keys without the resource's prefix and the namespace they were cut in.
        var prefix = query.KeyPrefix;
        var items = new List<StoredObject>(query.SelectsAll && prefix.Length == 0 && limit == 0 ? state.Objects.Count : 16);
        if (query.OneName is { } name && (prefix.Length > 0 || !resource.Info.IsNamespaced))
        {
            if (state.Objects.Find(prefix + name) is { } one && query.Matches(one)) items.Add(one);
            return new(items, state.Revision, "", null);
        }

        var remaining = 0L;
        var isCut = false;
        foreach (var item in state.Objects.Under(prefix, start is null ? null : prefix + start))
        {
            if (isCut)
            {
                if (!query.SelectsAll) break;
                remaining++;
                continue;
            }

            if (!query.Matches(item)) continue;
            if (limit > 0 && items.Count == limit)
            {
                isCut = true;
                remaining = 1;
                continue;
            }

            items.Add(item);
        }

        if (!isCut) return new(items, state.Revision, "", null);
        resource.Cache.Remember(state.Revision, state.Objects);
        var next = ContinueToken.After(state.Revision, items[^1].Key[prefix.Length..]).ToString();
        return new(items, state.Revision, next, query.SelectsAll ? remaining : null);
    }
}

using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>How a watch starts and what it says.</summary>
/// <param name="Revision">From where; null for the newest state.</param>
/// <param name="WantsState">The objects there are come first, as ADDED.</param>
/// <param name="SendsInitialEvents">And a bookmark says where they end.</param>
/// <param name="AllowsBookmarks">The client understands bookmarks.</param>
/// <param name="TimeoutSeconds">When the watch ends; null for the server's choice.</param>
internal sealed record WatchOptions(long? Revision, bool WantsState, bool SendsInitialEvents, bool AllowsBookmarks, long? TimeoutSeconds)
{
    private static readonly GroupKind s_kind = new("meta.k8s.io", "ListOptions");

    public static Outcome<WatchOptions> Read(QueryParameters query)
    {
        var version = query["resourceVersion"];
        if (!ResourceVersions.TryParse(version, out var revision, out var error)) return error!;
        var initial = query.Has("sendInitialEvents") ? query.Flag("sendInitialEvents") : (bool?)null;
        if (Check(query, initial) is { } invalid) return invalid;
        var wantsState = initial ?? (version is "" or "0");
        long? from = version.Length == 0 ? null : revision;
        if (initial == false && version is "" or "0") from = null;
        return new WatchOptions(
            from, wantsState || from is null, initial == true, query.Flag("allowWatchBookmarks"), query.Number("timeoutSeconds"));
    }

    // Upstream: ValidateListOptions.
    private static ApiError? Check(QueryParameters query, bool? initial)
    {
        var errors = new FieldErrorList();
        var match = query["resourceVersionMatch"];
        if (initial is null && match.Length > 0)
            errors.Add(FieldError.Forbidden(FieldPath.Of("resourceVersionMatch"),
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (initial is not null && match != "NotOlderThan")
        {
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("resourceVersionMatch"), "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }

        return errors.IsEmpty ? null : ApiError.Invalid(s_kind, "", errors);
    }
}

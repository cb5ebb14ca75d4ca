using System.Text;

namespace Kybernet.Client.Transport.Https;

/// <summary>Where a call goes: path and query as the API has them.</summary>
internal static class ApiPaths
{
    /// <param name="call">The call.</param>
    /// <param name="isWatch">It is a list to be watched.</param>
    /// <param name="limit">Of a list: at most that many at once; 0 for all.</param>
    /// <param name="token">Of a list: where it goes on.</param>
    public static string Of(ApiCall call, bool isWatch = false, int limit = 0, string token = "")
    {
        var path = new StringBuilder(call.Resource.Group.Length == 0 ? "/api" : "/apis/" + call.Resource.Group);
        Segment(path, call.Resource.Version);
        if (call.Namespace.Length > 0)
        {
            Segment(path, "namespaces");
            Segment(path, call.Namespace);
        }

        Segment(path, call.Resource.Resource);
        if (call.Name.Length > 0) Segment(path, call.Name);
        if (call.Subresource.Length > 0) path.Append('/').Append(call.Subresource);
        var separator = '?';
        foreach (var (name, value) in Query(call, isWatch, limit, token))
        {
            if (value.Length == 0) continue;
            path.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return path.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Query(ApiCall call, bool isWatch, int limit, string token)
    {
        if (call.Verb is ApiVerb.List or ApiVerb.DeleteCollection)
        {
            yield return ("labelSelector", call.LabelSelector);
            yield return ("fieldSelector", call.FieldSelector);
        }

        if (call.Verb is ApiVerb.List or ApiVerb.Get) yield return ("resourceVersion", token.Length > 0 ? "" : call.ResourceVersion);
        if (limit > 0) yield return ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("continue", token);
        if (isWatch)
        {
            yield return ("watch", "true");
            if (call.AllowBookmarks) yield return ("allowWatchBookmarks", "true");
        }

        if (call.Verb is ApiVerb.Create or ApiVerb.Update or ApiVerb.Patch or ApiVerb.Apply) yield return ("fieldManager", call.FieldManager);
        if (call is { Verb: ApiVerb.Apply, Force: true }) yield return ("force", "true");
        if (call.IsDryRun) yield return ("dryRun", "All");
    }

    private static void Segment(StringBuilder path, string text) => path.Append('/').Append(Uri.EscapeDataString(text));
}

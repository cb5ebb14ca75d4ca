namespace Kybernet.Kubelet.Server;

/// <summary>Reads the paths of the kubelet's API.</summary>
internal static class KubeletPath
{
    /// <summary>The path is that one or below it. Upstream: <c>isSubpath</c>.</summary>
    public static bool IsUnder(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || path[top.Length] == '/');

    /// <summary>
    /// The subresources of <c>nodes</c> of which one permits the path; the more specific first.
    /// Upstream: <c>GetRequestAttributes</c> in <c>pkg/kubelet/server/auth.go</c>.
    /// </summary>
    public static string[] Subresources(string path) => path switch
    {
        _ when IsUnder(path, "/pods") || IsUnder(path, "/runningpods") => ["pods", "proxy"],
        _ when IsUnder(path, "/healthz") => ["healthz", "proxy"],
        _ when IsUnder(path, "/configz") => ["configz", "proxy"],
        _ when IsUnder(path, "/stats") => ["stats"],
        _ when IsUnder(path, "/metrics") => ["metrics"],
        _ when IsUnder(path, "/logs") => ["log"],
        _ when IsUnder(path, "/checkpoint") => ["checkpoint"],
        _ when IsUnder(path, "/statusz") => ["statusz"],
        _ when IsUnder(path, "/flagz") => ["configz"],
        _ => ["proxy"],
    };

    /// <summary>The API's verb of an HTTP method; empty when there is none.</summary>
    public static string Verb(string method) => method switch
    {
        "POST" => "create",
        "GET" => "get",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    };
}

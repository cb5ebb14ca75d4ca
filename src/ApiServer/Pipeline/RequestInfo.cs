namespace Kybernet.ApiServer.Pipeline;

/// <summary>What a request asks for, read once from its method and path. Upstream: <c>endpoints/request/requestinfo.go</c>.</summary>
public sealed record RequestInfo
{
    public required string Path { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection, proxy; of other paths the HTTP method in lower case.</summary>
    public required string Verb { get; init; }

    /// <summary>The path names a resource of the API.</summary>
    public bool IsResourceRequest { get; init; }

    public string ApiGroup { get; init; } = "";

    public string ApiVersion { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The query's field selector: what a list, a watch or a deletion of many is limited to.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>What follows a subresource: the path a proxy request is for.</summary>
    public string Rest { get; init; } = "";

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, percent-decoded.</param>
    /// <param name="isWatch">The query asks for a watch.</param>
    /// <param name="fieldSelector">The query's field selector: one for a name makes a list of one name of it.</param>
    public static RequestInfo Parse(string method, string path, bool isWatch, string fieldSelector)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var plain = new RequestInfo { Path = path, Verb = method.ToLowerInvariant() };
        if (parts.Length < 3 || parts[0] is not ("api" or "apis")) return plain;
        var isCore = parts[0] == "api";
        if (!isCore && parts.Length < 4) return plain;
        var (group, version) = isCore ? ("", parts[1]) : (parts[1], parts[2]);
        ReadOnlySpan<string> rest = parts.AsSpan(isCore ? 2 : 3);
        var legacy = rest[0] is "proxy" or "watch" ? rest[0] : "";
        if (legacy.Length > 0)
        {
            rest = rest[1..];
            if (rest.IsEmpty) return plain with { IsResourceRequest = true, ApiGroup = group, ApiVersion = version };
        }

        var space = "";
        if (rest[0] == "namespaces" && rest.Length > 1)
        {
            space = rest[1];
            // namespaces/x is the namespace itself, and so are its own subresources; anything longer is inside it.
            if (rest.Length > 2 && rest[2] is not ("status" or "finalize")) rest = rest[2..];
        }

        var info = plain with
        {
            IsResourceRequest = true,
            ApiGroup = group,
            ApiVersion = version,
            Namespace = space,
            Resource = rest[0],
            Name = rest.Length > 1 ? rest[1] : "",
            Subresource = rest.Length > 2 ? rest[2] : "",
            Rest = rest.Length > 3 ? string.Join('/', rest[3..]) : "",
        };
        return info.WithVerb(method, legacy, isWatch, fieldSelector);
    }

    private RequestInfo WithVerb(string method, string legacy, bool isWatch, string fieldSelector)
    {
        if (legacy.Length > 0) return this with { Verb = legacy };
        var verb = method switch
        {
            "POST" => "create",
            "GET" or "HEAD" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "",
        };
        if (Name.Length > 0) return this with { Verb = verb };
        if (verb == "delete") return this with { Verb = "deletecollection", FieldSelector = fieldSelector };
        if (verb != "get") return this with { Verb = verb };
        return this with { Verb = isWatch ? "watch" : "list", Name = NameIn(fieldSelector), FieldSelector = fieldSelector };
    }

    private static string NameIn(string fieldSelector)
    {
        const string Wanted = "metadata.name=";
        foreach (var term in fieldSelector.Split(','))
            if (term.StartsWith(Wanted, StringComparison.Ordinal)) return term[Wanted.Length..].TrimStart('=');
        return "";
    }
}

using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Audit;

/// <summary>A rule of an audit policy. What is empty matches everything. Upstream: <c>audit/policy/checker.go</c>.</summary>
internal sealed record AuditRule
{
    public required AuditLevel Level { get; init; }

    public IReadOnlyList<string> Users { get; init; } = [];

    public IReadOnlyList<string> UserGroups { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<AuditResources> Resources { get; init; } = [];

    /// <summary>An empty name is the scope of the cluster.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Paths; a star at the end is for whatever follows.</summary>
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    public IReadOnlyList<string> OmitStages { get; init; } = [];

    /// <summary>Null is as the policy says.</summary>
    public bool? OmitManagedFields { get; init; }

    public bool Matches(UserInfo user, RequestInfo request)
    {
        if (Users.Count > 0 && !Users.Contains(user.Name)) return false;
        if (UserGroups.Count > 0 && !UserGroups.Any(user.Groups.Contains)) return false;
        if (Verbs.Count > 0 && !Verbs.Contains(request.Verb)) return false;
        if (Namespaces.Count > 0 || Resources.Count > 0) return MatchesResource(request);
        return NonResourceUrls.Count == 0 || (!request.IsResourceRequest && NonResourceUrls.Any(path => Covers(path, request.Path)));
    }

    private bool MatchesResource(RequestInfo request)
    {
        if (!request.IsResourceRequest) return false;
        if (Namespaces.Count > 0 && !Namespaces.Contains(request.Namespace)) return false;
        return Resources.Count == 0 || Resources.Any(resources => resources.Match(request));
    }

    private static bool Covers(string pattern, string path) =>
        pattern == "*" || pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal));
}

/// <summary>Resources of a group: <c>pods</c>, <c>pods/log</c>, <c>pods/*</c>, <c>*/status</c>, <c>*</c>; none is all.</summary>
internal sealed record AuditResources(string Group, IReadOnlyList<string> Resources, IReadOnlyList<string> Names)
{
    public bool Match(RequestInfo request)
    {
        if (Group != request.ApiGroup && Group != "*") return false;
        if (Resources.Count == 0) return true;
        if (Names.Count > 0 && !Names.Contains(request.Name)) return false;
        var whole = request.Subresource.Length == 0 ? request.Resource : $"{request.Resource}/{request.Subresource}";
        foreach (var pattern in Resources)
        {
            if (pattern == "*" || pattern == whole) return true;
            if (request.Subresource.Length > 0 && pattern.StartsWith("*/", StringComparison.Ordinal) && pattern[2..] == request.Subresource) return true;
            if (pattern.EndsWith("/*", StringComparison.Ordinal) && pattern[..^2] == request.Resource) return true;
        }

        return false;
    }
}

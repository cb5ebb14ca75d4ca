using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// The <c>Impersonate-*</c> headers: a request on behalf of somebody else, if the caller may impersonate every part of them.
/// Upstream: <c>endpoints/filters/impersonation.go</c>.
/// </summary>
internal static class Impersonation
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";

    public static async ValueTask<Outcome<UserInfo>> ApplyAsync(HttpRequest request, UserInfo caller, IAuthorizer authorizer, CancellationToken cancel)
    {
        var headers = request.Headers;
        var name = headers[UserHeader].ToString();
        var groups = headers[GroupHeader];
        var uid = headers[UidHeader].ToString();
        if (name.Length == 0)
        {
            return groups.Count == 0 && uid.Length == 0 && !HasExtra(headers)
                ? caller
                : ApiError.BadRequest("requested groups, uid or extra without impersonating a user");
        }

        var extra = headers.Where(static header => IsExtra(header.Key)).ToList();
        List<Part> parts = [UserPart(name)];
        foreach (var group in groups) parts.Add(new("", "groups", group ?? ""));
        if (uid.Length > 0) parts.Add(new("authentication.k8s.io", "uids", uid));
        foreach (var header in extra)
            foreach (var value in header.Value) parts.Add(new("authentication.k8s.io", "userextras", value ?? "") { Subresource = KeyOf(header.Key) });
        foreach (var part in parts)
            if (await RefuseAsync(part, caller, authorizer, cancel) is { } refused) return refused;
        return new UserInfo
        {
            Name = name,
            Uid = uid,
            Groups = GroupsOf(name, groups),
            Extra = extra.Select(static header =>
                KeyValuePair.Create(KeyOf(header.Key), header.Value.Select(static value => value ?? "").ToListOf())).ToMapOf(),
        };
    }

    private static bool HasExtra(IHeaderDictionary headers)
    {
        foreach (var header in headers)
            if (IsExtra(header.Key)) return true;
        return false;
    }

    private static bool IsExtra(string header) => header.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase);

    private static Part UserPart(string name) => name.Split(':') is ["system", "serviceaccount", { Length: > 0 } space, { Length: > 0 } account]
        ? new("", "serviceaccounts", account) { Namespace = space }
        : new("", "users", name);

    private static async ValueTask<ApiError?> RefuseAsync(
        Part part, UserInfo caller, IAuthorizer authorizer, CancellationToken cancel)
    {
        var info = new RequestInfo
        {
            Path = "",
            Verb = "impersonate",
            IsResourceRequest = true,
            ApiGroup = part.Group,
            ApiVersion = "v1",
            Resource = part.Resource,
            Subresource = part.Subresource,
            Name = part.Name,
            Namespace = part.Namespace,
        };
        var decision = await authorizer.AuthorizeAsync(caller, info, cancel);
        return decision.IsAllowed ? null : Refusals.Forbidden(caller, info, decision.Reason);
    }

    /// <summary>Whoever is impersonated with a name is authenticated; a service account is in its groups.</summary>
    private static ListOf<string> GroupsOf(string name, IEnumerable<string?> asked)
    {
        var groups = asked.Select(static group => group ?? "").ToList();
        if (groups.Count == 0 && name.Split(':') is ["system", "serviceaccount", var space, _])
            groups.AddRange(["system:serviceaccounts", "system:serviceaccounts:" + space]);
        if (name == UserInfo.Anonymous.Name && !groups.Contains(UserInfo.SystemUnauthenticated)) groups.Add(UserInfo.SystemUnauthenticated);
        if (name != UserInfo.Anonymous.Name && !groups.Contains(UserInfo.SystemAuthenticated) && !groups.Contains(UserInfo.SystemUnauthenticated))
            groups.Add(UserInfo.SystemAuthenticated);
        return groups.ToListOf();
    }

    private static string KeyOf(string header) => Uri.UnescapeDataString(header[ExtraPrefix.Length..].ToLowerInvariant());

    /// <summary>One thing the caller must be allowed to impersonate.</summary>
    private sealed record Part(string Group, string Resource, string Name)
    {
        public string Namespace { get; init; } = "";

        public string Subresource { get; init; } = "";
    }
}

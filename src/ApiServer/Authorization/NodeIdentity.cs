using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Which user is a node. Upstream: <c>pkg/auth/nodeidentifier</c>.</summary>
internal static class NodeIdentity
{
    private const string Group = "system:nodes";
    public const string Prefix = "system:node:";

    /// <summary>The node's name; null when the user is not a node: both the name and the group say so.</summary>
    public static string? Of(UserInfo user) =>
        user.Name.StartsWith(Prefix, StringComparison.Ordinal) && user.Groups.Contains(Group) ? user.Name[Prefix.Length..] : null;
}

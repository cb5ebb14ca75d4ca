using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Names of the group. Upstream: <c>pkg/apis/rbac/validation</c>.</summary>
internal static class RbacNames
{
    public const string Group = "rbac.authorization.k8s.io";
    public const string Role = "Role";
    public const string ClusterRole = "ClusterRole";
    public const string ServiceAccount = "ServiceAccount";
    public const string User = "User";
    public const string GroupKind = "Group";

    /// <summary>Anything that can stand in a URL's path (<c>system:node</c>); upstream asks the same of prefixes.</summary>
    public static ListOf<string> Check(string name) => PathSegments.IsValidPathSegmentName(name);
}

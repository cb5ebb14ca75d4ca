using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Groups that go without saying. Upstream: <c>pkg/apis/rbac/v1/defaults.go</c>.</summary>
internal static class BindingDefaults
{
    /// <summary>Users and groups are of this API group, service accounts of the core group. The same list when all is set.</summary>
    public static ListOf<Subject> Subjects(ListOf<Subject> subjects)
    {
        for (var i = 0; i < subjects.Count; i++)
            if (subjects[i] is { ApiGroup: "", Kind: RbacNames.User or RbacNames.GroupKind } subject)
                subjects = subjects.SetItem(i, subject with { ApiGroup = RbacNames.Group });
        return subjects;
    }

    public static RoleRef RoleRef(RoleRef role) => role.ApiGroup.Length > 0 ? role : role with { ApiGroup = RbacNames.Group };
}

using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Cluster role bindings. Upstream: <c>pkg/registry/rbac/clusterrolebinding</c>.</summary>
public sealed class ClusterRoleBindingStrategy : Strategy<ClusterRoleBinding>
{
    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> CheckName(string name, bool prefix) => RbacNames.Check(name);

    public override ClusterRoleBinding Default(ClusterRoleBinding value)
    {
        var role = BindingDefaults.RoleRef(value.RoleRef);
        var subjects = BindingDefaults.Subjects(value.Subjects);
        return role == value.RoleRef && subjects == value.Subjects ? value : value with { RoleRef = role, Subjects = subjects };
    }

    public override void Validate(ClusterRoleBinding value, FieldErrorList errors)
    {
        BindingRules.RoleRef(errors, value.RoleRef, [RbacNames.ClusterRole]);
        BindingRules.Subjects(errors, value.Subjects, isNamespaced: false);
    }

    public override void ValidateUpdate(ClusterRoleBinding value, ClusterRoleBinding old, FieldErrorList errors)
    {
        Validate(value, errors);
        BindingRules.SameRole(errors, value.RoleRef, old.RoleRef);
    }
}

using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Role bindings. Upstream: <c>pkg/registry/rbac/rolebinding</c>.</summary>
public sealed class RoleBindingStrategy : Strategy<RoleBinding>
{
    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> CheckName(string name, bool prefix) => RbacNames.Check(name);

    public override RoleBinding Default(RoleBinding value)
    {
        var role = BindingDefaults.RoleRef(value.RoleRef);
        var subjects = BindingDefaults.Subjects(value.Subjects);
        return role == value.RoleRef && subjects == value.Subjects ? value : value with { RoleRef = role, Subjects = subjects };
    }

    public override void Validate(RoleBinding value, FieldErrorList errors)
    {
        BindingRules.RoleRef(errors, value.RoleRef, [RbacNames.Role, RbacNames.ClusterRole]);
        BindingRules.Subjects(errors, value.Subjects, isNamespaced: true);
    }

    public override void ValidateUpdate(RoleBinding value, RoleBinding old, FieldErrorList errors)
    {
        Validate(value, errors);
        BindingRules.SameRole(errors, value.RoleRef, old.RoleRef);
    }
}

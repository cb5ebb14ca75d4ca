using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Roles. Upstream: <c>pkg/registry/rbac/role</c>.</summary>
public sealed class RoleStrategy : Strategy<Role>
{
    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> CheckName(string name, bool prefix) => RbacNames.Check(name);

    public override void Validate(Role value, FieldErrorList errors) => PolicyRuleRules.Validate(errors, value.Rules, isNamespaced: true);
}

using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.Rbac;

public sealed class BindingStrategyTests
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly RoleRef s_role = new() { ApiGroup = Group, Kind = "ClusterRole", Name = "view" };

    public static TheoryData<Subject, bool, string, string> Subjects => new()
    {
        { new() { Kind = "User", Name = "a", ApiGroup = Group }, false, "", "" },
        { new() { Kind = "User", Name = "a" }, true, "subjects[0].apiGroup", "supported values: \"rbac.authorization.k8s.io\"" },
        { new() { Kind = "Group", Name = "a", ApiGroup = "x" }, true, "subjects[0].apiGroup", "Unsupported value: \"x\"" },
        { new() { Kind = "ServiceAccount", Name = "a" }, true, "", "" },
        { new() { Kind = "ServiceAccount", Name = "a" }, false, "subjects[0].namespace", "Required value" },
        { new() { Kind = "ServiceAccount", Name = "A", Namespace = "n" }, false, "subjects[0].name", "RFC 1123 subdomain" },
        { new() { Kind = "ServiceAccount", Name = "a", Namespace = "n", ApiGroup = Group }, false, "subjects[0].apiGroup", "\"\"" },
        { new() { Kind = "Robot", Name = "a" }, true, "subjects[0].kind", "\"ServiceAccount\", \"User\", \"Group\"" },
    };

    public static TheoryData<RoleRef, bool, string, string> Roles => new()
    {
        { s_role, false, "", "" },
        { s_role with { Kind = "Role" }, true, "", "" },
        { s_role with { Kind = "Role" }, false, "roleRef.kind", "Unsupported value: \"Role\": supported values: \"ClusterRole\"" },
        { s_role with { ApiGroup = "x" }, true, "roleRef.apiGroup", "Unsupported value: \"x\"" },
    };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Validate_Subject_Reports(Subject subject, bool isNamespaced, string path, string text) =>
        Findings.Has(Validate(s_role, [subject], isNamespaced), path, text);

    [Theory]
    [MemberData(nameof(Roles))]
    public void Validate_RoleRef_Reports(RoleRef role, bool isNamespaced, string path, string text) =>
        Findings.Has(Validate(role, default, isNamespaced), path, text);

    [Fact]
    public void ValidateUpdate_OtherRole_IsRefused()
    {
        var old = new RoleBinding { RoleRef = s_role };
        var errors = Findings.OfUpdate(new RoleBindingStrategy(), old with { RoleRef = s_role with { Name = "edit" } }, old);
        Findings.Has(errors, "roleRef", "{\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"ClusterRole\",\"Name\":\"edit\"}: cannot change roleRef");
    }

    [Fact]
    public void Default_MissingGroups_AreSetOnce()
    {
        var strategy = new ClusterRoleBindingStrategy();
        var made = strategy.Default(new()
        {
            RoleRef = s_role with { ApiGroup = "" },
            Subjects = [new() { Kind = "User", Name = "u" }, new() { Kind = "ServiceAccount", Name = "s", Namespace = "n" }],
        });
        Assert.Equal(s_role, made.RoleRef);
        Assert.Equal([Group, ""], made.Subjects.Select(subject => subject.ApiGroup));
        Assert.Same(made, strategy.Default(made));
    }

    private static Kybernet.Machinery.Validation.FieldErrorList Validate(RoleRef role, ListOf<Subject> subjects, bool isNamespaced) =>
        isNamespaced
            ? Findings.OfCreate(new RoleBindingStrategy(), new() { RoleRef = role, Subjects = subjects })
            : Findings.OfCreate(new ClusterRoleBindingStrategy(), new() { RoleRef = role, Subjects = subjects });
}

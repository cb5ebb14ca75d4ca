using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>What a binding refers to. Upstream: <c>ValidateRoleBinding</c>, <c>ValidateClusterRoleBinding</c>.</summary>
internal static class BindingRules
{
    /// <summary>The role is of this group and of one of <paramref name="kinds"/>.</summary>
    public static void RoleRef(FieldErrorList errors, RoleRef role, ReadOnlySpan<string> kinds)
    {
        var path = FieldPath.Of("roleRef");
        if (role.ApiGroup != RbacNames.Group) errors.Add(FieldError.NotSupported(path.Child("apiGroup"), role.ApiGroup, [RbacNames.Group]));
        if (!kinds.Contains(role.Kind)) errors.Add(FieldError.NotSupported(path.Child("kind"), role.Kind, kinds));
    }

    /// <summary>A binding stays with its role. The error shows the role under the names of upstream's internal type.</summary>
    public static void SameRole(FieldErrorList errors, RoleRef role, RoleRef old)
    {
        if (role == old) return;
        var shown = $"{{\"APIGroup\":{QuotedText.Json(role.ApiGroup)},\"Kind\":{QuotedText.Json(role.Kind)},\"Name\":{QuotedText.Json(role.Name)}}}";
        errors.Add(FieldError.Invalid(FieldPath.Of("roleRef"), FieldValue.Json(shown), "cannot change roleRef"));
    }

    public static void Subjects(FieldErrorList errors, ListOf<Subject> subjects, bool isNamespaced)
    {
        for (var i = 0; i < subjects.Count; i++) Subject(errors, FieldPath.Of("subjects").Index(i), subjects[i], isNamespaced);
    }

    private static void Subject(FieldErrorList errors, FieldPath path, Subject subject, bool isNamespaced)
    {
        switch (subject.Kind)
        {
            case RbacNames.ServiceAccount:
                if (subject.Name.Length > 0)
                    errors.AddInvalid(path.Child("name"), subject.Name, ObjectNames.IsDnsSubdomain(subject.Name, prefix: false));
                if (subject.ApiGroup.Length > 0) errors.Add(FieldError.NotSupported(path.Child("apiGroup"), subject.ApiGroup, [""]));
                if (!isNamespaced && subject.Namespace.Length == 0) errors.Add(FieldError.Required(path.Child("namespace"), ""));
                break;
            case RbacNames.User or RbacNames.GroupKind:
                if (subject.ApiGroup != RbacNames.Group)
                    errors.Add(FieldError.NotSupported(path.Child("apiGroup"), subject.ApiGroup, [RbacNames.Group]));
                break;
            default:
                ReadOnlySpan<string> kinds = [RbacNames.ServiceAccount, RbacNames.User, RbacNames.GroupKind];
                errors.Add(FieldError.NotSupported(path.Child("kind"), subject.Kind, kinds));
                break;
        }
    }
}

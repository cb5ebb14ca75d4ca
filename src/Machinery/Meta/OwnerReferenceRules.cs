using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>The rules of an object's owners. Upstream: <c>ValidateOwnerReferences</c> of <c>api/validation/objectmeta.go</c>.</summary>
public static class OwnerReferenceRules
{
    /// <summary>Every reference names an object, and at most one of them is the controller.</summary>
    /// <remarks>Upstream names the list, not the item, in its paths.</remarks>
    public static void Validate(FieldErrorList errors, ListOf<OwnerReference> owners, FieldPath path)
    {
        OwnerReference? controller = null;
        foreach (var owner in owners)
        {
            Validate(errors, owner, path);
            if (owner.Controller != true) continue;
            if (controller is null) controller = owner;
            else errors.Add(FieldError.Invalid(path, ImmutableRules.Shown(owners), TwoControllers(controller, owner)));
        }
    }

    private static void Validate(FieldErrorList errors, OwnerReference owner, FieldPath path)
    {
        var gvk = GroupVersionKind.FromApiVersionAndKind(owner.ApiVersion, owner.Kind);
        if (gvk.Version.Length == 0)
            errors.Add(FieldError.Invalid(path.Child("apiVersion"), owner.ApiVersion, "version must not be empty"));
        if (gvk.Kind.Length == 0) errors.Add(FieldError.Invalid(path.Child("kind"), owner.Kind, "must not be empty"));
        if (owner.Name.Length == 0) errors.Add(FieldError.Invalid(path.Child("name"), owner.Name, "must not be empty"));
        if (owner.Uid.Length == 0) errors.Add(FieldError.Invalid(path.Child("uid"), FieldValue.JsonString(owner.Uid), "must not be empty"));
        if (IsBanned(gvk)) errors.Add(FieldError.Invalid(path, ImmutableRules.Shown(owner), $"{gvk} is disallowed from being an owner"));
    }

    /// <summary>Events of the core group own nothing: they go after an hour.</summary>
    private static bool IsBanned(GroupVersionKind gvk) => gvk is { Group: "", Version: "v1", Kind: "Event" };

    private static string TwoControllers(OwnerReference first, OwnerReference second) =>
        "Only one reference can have Controller set to true. "
        + $"Found \"true\" in references for {first.Kind}/{first.Name} and {second.Kind}/{second.Name}";
}

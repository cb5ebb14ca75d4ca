using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Where a policy applies, with which parameters. Upstream: <c>validateValidatingAdmissionPolicyBindingSpec</c>.</summary>
internal static class PolicyBindingRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, ValidatingAdmissionPolicyBindingSpec spec)
    {
        ValidateParamRef(errors, path.Child("paramRef"), spec.ParamRef);
        MatchResourcesRules.Validate(errors, path.Child("matchResources"), spec.MatchResources);
        ValidateActions(errors, path.Child("validationActions"), spec.ValidationActions);
    }

    public static void Validate(FieldErrorList errors, FieldPath path, MutatingAdmissionPolicyBindingSpec spec)
    {
        ValidateParamRef(errors, path.Child("paramRef"), spec.ParamRef);
        MatchResourcesRules.Validate(errors, path.Child("matchResources"), spec.MatchResources);
        MatchResourcesRules.MutatingOnly(errors, path.Child("matchResources"), spec.MatchResources);
    }

    private static void ValidateActions(FieldErrorList errors, FieldPath path, ListOf<string> actions)
    {
        for (var i = 0; i < actions.Count; i++)
            if (actions.IndexOf(actions[i]) < i) errors.Add(FieldError.Duplicate(path.Index(i), FieldValue.JsonString(actions[i])));
        if (actions.Contains("Deny") && actions.Contains("Warn"))
            errors.Add(FieldError.Invalid(
                path, FieldValue.JsonStrings(actions),
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and "
                + "headers serves no purpose)"));
        if (actions.IsEmpty) errors.Add(FieldError.Required(path, "at least one validation action is required"));
    }

    private static void ValidateParamRef(FieldErrorList errors, FieldPath path, ParamRef? reference)
    {
        if (reference is null) return;
        var (hasName, hasSelector) = (reference.Name.Length > 0, reference.Selector is not null);
        if (hasName && hasSelector)
            errors.Add(FieldError.Forbidden(path.Child("name"), "name and selector are mutually exclusive"));
        LabelSelectorRules.Validate(errors, path.Child("selector"), reference.Selector.ToTerms());
        if (hasName && hasSelector)
            errors.Add(FieldError.Forbidden(path.Child("selector"), "name and selector are mutually exclusive"));
        if (!hasName && !hasSelector) errors.Add(FieldError.Required(path, "one of name or selector must be specified"));
    }
}

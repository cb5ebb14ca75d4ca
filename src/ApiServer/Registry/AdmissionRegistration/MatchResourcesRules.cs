using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>The objects a policy looks at. Upstream: <c>validateMatchResources</c>.</summary>
internal static class MatchResourcesRules
{
    private static readonly string[] s_mutatingOperations = ["*", "CONNECT", "CREATE", "UPDATE"];

    public static void Validate(FieldErrorList errors, FieldPath path, MatchResources? resources)
    {
        if (resources is null) return;
        LabelSelectorRules.Validate(errors, path.Child("namespaceSelector"), resources.NamespaceSelector.ToTerms());
        LabelSelectorRules.Validate(errors, path.Child("objectSelector"), resources.ObjectSelector.ToTerms());
        OperationRules.Validate(errors, path.Child("resourceRules"), resources.ResourceRules);
        OperationRules.Validate(errors, path.Child("excludeResourceRules"), resources.ExcludeResourceRules);
    }

    /// <summary>A policy needs a resource rule: it says which types its expressions see.</summary>
    public static void ValidateConstraints(FieldErrorList errors, FieldPath path, MatchResources? constraints)
    {
        if (constraints is null) return;
        Validate(errors, path, constraints);
        if (constraints.ResourceRules.IsEmpty) errors.Add(FieldError.Required(path.Child("resourceRules"), ""));
    }

    /// <summary>What is deleted cannot be changed.</summary>
    public static void MutatingOnly(FieldErrorList errors, FieldPath path, MatchResources? resources)
    {
        if (resources is null) return;
        foreach (var rule in resources.ResourceRules)
            foreach (var operation in rule.Operations)
                if (!s_mutatingOperations.Contains(operation))
                    errors.Add(FieldError.NotSupported(
                        path.Child("resourceRules").Child("operations"), FieldValue.JsonString(operation), s_mutatingOperations));
    }
}

using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>A flow schema. Upstream: <c>ValidateFlowSchema</c>.</summary>
internal static class FlowSchemaRules
{
    private const int MaxPrecedence = 10_000;

    public static void Validate(FieldErrorList errors, FlowSchema schema)
    {
        var (name, spec, path) = (schema.Metadata.Name, schema.Spec, FieldPath.Of("spec"));
        ValidatePrecedence(errors, path.Child("matchingPrecedence"), spec.MatchingPrecedence, name);
        if (spec.DistinguisherMethod is { Type: not ("ByNamespace" or "ByUser") } method)
            errors.Add(FieldError.NotSupported(
                path.Child("distinguisherMethod").Child("type"), FieldValue.Json($"{{\"Type\":{QuotedText.Json(method.Type)}}}"),
                ["ByNamespace", "ByUser"]));
        var level = path.Child("priorityLevelConfiguration").Child("name");
        if (spec.PriorityLevelConfiguration.Name.Length == 0) errors.Add(FieldError.Required(level, "must reference a priority level"));
        else FormatRules.DnsSubdomain(errors, level, spec.PriorityLevelConfiguration.Name);
        for (var i = 0; i < spec.Rules.Count; i++) ValidateRules(errors, path.Child("rules").Index(i), spec.Rules[i]);

        var mandatory = name switch
        {
            MandatoryObjects.Exempt => MandatoryObjects.ExemptSchema.Spec,
            MandatoryObjects.CatchAll => MandatoryObjects.CatchAllSchema.Spec,
            _ => spec,
        };
        if (spec != mandatory)
            errors.Add(FieldError.Invalid(path, ImmutableRules.Shown(spec), $"spec of '{name}' must equal the fixed value"));
        ValidateStatus(errors, schema.Status);
    }

    /// <summary>Each type of condition once.</summary>
    public static void ValidateStatus(FieldErrorList errors, FlowSchemaStatus status)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < status.Conditions.Count; i++)
            if (!types.Add(status.Conditions[i].Type))
                errors.Add(FieldError.Duplicate(
                    FieldPath.Of("status").Child("conditions").Index(i).Child("type"), FieldValue.JsonString(status.Conditions[i].Type)));
    }

    private static void ValidatePrecedence(FieldErrorList errors, FieldPath path, int precedence, string name)
    {
        if (precedence <= 0) errors.Add(FieldError.Invalid(path, precedence, "must be a positive value"));
        if (precedence > MaxPrecedence) errors.Add(FieldError.Invalid(path, precedence, $"must not be greater than {MaxPrecedence}"));
        if (precedence == 1 && name != MandatoryObjects.Exempt)
            errors.Add(FieldError.Invalid(path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
    }

    private static void ValidateRules(FieldErrorList errors, FieldPath path, PolicyRulesWithSubjects rules)
    {
        if (rules.Subjects.IsEmpty)
            errors.Add(FieldError.Required(path.Child("subjects"), "subjects must contain at least one value"));
        for (var i = 0; i < rules.Subjects.Count; i++)
            FlowSubjectRules.Validate(errors, path.Child("subjects").Index(i), rules.Subjects[i]);
        if (rules.ResourceRules.IsEmpty && rules.NonResourceRules.IsEmpty)
            errors.Add(FieldError.Required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"));
        for (var i = 0; i < rules.ResourceRules.Count; i++)
            FlowPolicyRules.Validate(errors, path.Child("resourceRules").Index(i), rules.ResourceRules[i]);
        for (var i = 0; i < rules.NonResourceRules.Count; i++)
            FlowPolicyRules.Validate(errors, path.Child("nonResourceRules").Index(i), rules.NonResourceRules[i]);
    }
}

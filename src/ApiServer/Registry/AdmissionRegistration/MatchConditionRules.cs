using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Conditions in CEL, each name once. Upstream: <c>validateMatchConditions</c>.</summary>
internal static class MatchConditionRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<MatchCondition> conditions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(conditions[i].Expression))
                errors.Add(FieldError.Required(path.Index(i).Child("expression"), ""));
            else if (Expression.Read(conditions[i].Expression, out var problem) is null)
                errors.Add(FieldError.Invalid(path.Index(i).Child("expression"), conditions[i].Expression, $"compilation failed: {problem}"));
            var name = conditions[i].Name;
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(path.Index(i).Child("name"), name));
        }
    }
}

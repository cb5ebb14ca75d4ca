using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.RuntimeClasses;

/// <summary>Tolerations of a runtime class, each only once. Upstream: <c>ValidateTolerations</c>, <c>validateTolerations</c>.</summary>
/// <remarks>Operators that compare numbers are not for runtime classes.</remarks>
internal static class TolerationRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<Toleration> tolerations)
    {
        for (var i = 0; i < tolerations.Count; i++) Validate(errors, path.Index(i), tolerations[i]);
        var seen = new HashSet<(string, string, string, string)>();
        for (var i = 0; i < tolerations.Count; i++)
        {
            var toleration = tolerations[i];
            if (!seen.Add((toleration.Key, toleration.Operator, toleration.Value, toleration.Effect)))
                errors.Add(FieldError.Duplicate(path.Index(i), Shown(toleration)));
        }
    }

    private static void Validate(FieldErrorList errors, FieldPath path, Toleration toleration)
    {
        if (toleration.Key.Length == 0 && toleration.Operator != "Exists")
            errors.Add(FieldError.Invalid(
                path.Child("operator"), FieldValue.JsonString(toleration.Operator),
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
        if (toleration.TolerationSeconds is not null && toleration.Effect != "NoExecute")
            errors.Add(FieldError.Invalid(
                path.Child("effect"), FieldValue.JsonString(toleration.Effect),
                "effect must be 'NoExecute' when `tolerationSeconds` is set"));
        ValidateOperator(errors, path.Child("operator"), toleration);
    }

    private static void ValidateOperator(FieldErrorList errors, FieldPath path, Toleration toleration)
    {
        switch (toleration.Operator)
        {
            case "Equal" or "":
                if (QualifiedNames.IsValidLabelValue(toleration.Value) is { IsEmpty: false } problems)
                    errors.Add(FieldError.Invalid(path, toleration.Value, string.Join(';', problems)));
                break;
            case "Exists":
                if (toleration.Value.Length > 0)
                    errors.Add(FieldError.Invalid(path, toleration.Value, "value must be empty when `operator` is 'Exists'"));
                break;
            case "Lt" or "Gt":
                errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(toleration.Operator), ["Equal", "Exists", "Lt", "Gt"]));
                break;
            default:
                errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(toleration.Operator), ["Equal", "Exists"]));
                break;
        }
    }

    /// <summary>The names are those of upstream's internal type.</summary>
    private static FieldValue Shown(Toleration toleration) => FieldValue.Json(
        $"{{\"Key\":{QuotedText.Json(toleration.Key)},\"Operator\":{QuotedText.Json(toleration.Operator)},"
        + $"\"Value\":{QuotedText.Json(toleration.Value)},\"Effect\":{QuotedText.Json(toleration.Effect)},"
        + $"\"TolerationSeconds\":{toleration.TolerationSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}}}");
}

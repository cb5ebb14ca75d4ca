using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Which taints a pod tolerates. Upstream: <c>ValidateTolerations</c>.</summary>
internal static class TolerationRules
{
    public static void Check(FieldErrorList errors, FieldPath path, ListOf<Toleration> tolerations, PodRuleOptions options)
    {
        for (var i = 0; i < tolerations.Count; i++) One(errors, path.Index(i), tolerations[i], options);
    }

    /// <summary>An update may add tolerations and change their seconds, nothing else.</summary>
    public static void OnlyAdded(
        FieldErrorList errors, FieldPath path, ListOf<Toleration> tolerations, ListOf<Toleration> old, PodRuleOptions options)
    {
        foreach (var before in old)
        {
            if (tolerations.Any(now => before with { TolerationSeconds = now.TolerationSeconds } == now)) continue;
            errors.Forbid(path, "existing toleration can not be modified except its tolerationSeconds");
            return;
        }

        Check(errors, path, tolerations, options);
    }

    private static void One(FieldErrorList errors, FieldPath path, Toleration toleration, PodRuleOptions options)
    {
        if (toleration.Key.Length == 0 && toleration.Operator != TolerationOperator.Exists)
            errors.Reject(
                path.Child("operator"), FieldValue.JsonString(toleration.Operator),
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration.TolerationSeconds is not null && toleration.Effect != TaintEffect.NoExecute)
            errors.Reject(
                path.Child("effect"), FieldValue.JsonString(toleration.Effect),
                "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (toleration.Operator)
        {
            case "" or TolerationOperator.Equal:
                if (QualifiedNames.IsValidLabelValue(toleration.Value) is { IsEmpty: false } problems)
                    errors.Reject(path.Child("operator"), toleration.Value, string.Join(';', problems));
                break;
            case TolerationOperator.Exists:
                if (toleration.Value.Length > 0)
                    errors.Reject(path.Child("operator"), toleration.Value, "value must be empty when `operator` is 'Exists'");
                break;
            case TolerationOperator.Lt or TolerationOperator.Gt when options.TolerationComparison:
                Number(errors, path.Child("value"), toleration.Value);
                break;
            case TolerationOperator.Lt or TolerationOperator.Gt:
                errors.Unsupported(path.Child("operator"), toleration.Operator, "Equal", "Exists", "Lt", "Gt");
                break;
            default:
                errors.Unsupported(path.Child("operator"), toleration.Operator, "Equal", "Exists");
                break;
        }
    }

    private static void Number(FieldErrorList errors, FieldPath path, string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            errors.Reject(path, value, "must be a decimal integer of 64 bits");
    }
}

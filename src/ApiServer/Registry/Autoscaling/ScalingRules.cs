using Kybernet.Api.Autoscaling.V2;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>How fast to scale, in one direction. Upstream: <c>validateScalingRules</c>.</summary>
internal static class ScalingRules
{
    public static void Check(HPAScalingRules rules, FieldPath path, FieldErrorList errors)
    {
        if (rules.StabilizationWindowSeconds is < 0 and var window)
            errors.Add(FieldError.Invalid(
                path.Child("stabilizationWindowSeconds"), window, "must be greater than or equal to zero"));
        var policies = path.Child("policies");
        if (rules.Policies.IsEmpty) errors.Add(FieldError.Required(policies, "must specify at least one Policy"));
        for (var i = 0; i < rules.Policies.Count; i++)
        {
            Positive(rules.Policies[i].Value, policies.Index(i).Child("value"));
            Positive(rules.Policies[i].PeriodSeconds, policies.Index(i).Child("periodSeconds"));
        }

        if (rules.Tolerance is { Sign: < 0 } tolerance)
            errors.Add(FieldError.Invalid(path.Child("tolerance"), tolerance.ToString(), ValidationMessages.NotNegative));

        void Positive(int value, FieldPath at)
        {
            if (value <= 0) errors.Add(FieldError.Invalid(at, value, ResourceNameRules.NotPositive));
        }
    }
}

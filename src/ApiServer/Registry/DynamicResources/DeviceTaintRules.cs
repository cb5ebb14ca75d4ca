using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Taints of devices and tolerations of requests. Upstream: <c>validateDeviceTaint</c>, <c>validateDeviceToleration</c>.</summary>
internal static class DeviceTaintRules
{
    private const int MaxTaints = 16;
    private static readonly string[] s_effects = [DeviceTaintEffect.NoExecute, DeviceTaintEffect.NoSchedule, DeviceTaintEffect.None];

    public static void Taints(FieldErrorList errors, FieldPath path, ListOf<DeviceTaint> taints)
    {
        if (taints.Count > MaxTaints)
        {
            errors.Add(FieldError.TooMany(path, taints.Count, MaxTaints));
            return;
        }

        for (var i = 0; i < taints.Count; i++)
        {
            var (taint, at) = (taints[i], path.Index(i));
            MetadataRules.LabelName(errors, at.Child("key"), taint.Key);
            FormatRules.LabelValue(errors, at.Child("value"), taint.Value);
            if (taint.Effect.Length == 0) errors.Add(FieldError.Required(at.Child("effect"), ""));
            else Effect(errors, at.Child("effect"), taint.Effect);
        }
    }

    public static void Tolerations(FieldErrorList errors, FieldPath path, ListOf<DeviceToleration> tolerations)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            var (toleration, at) = (tolerations[i], path.Index(i));
            switch (toleration.Operator)
            {
                case "Exists":
                    if (toleration.Value.Length > 0)
                        errors.Add(FieldError.Invalid(at.Child("value"), toleration.Value, "must be empty for operator `Exists`"));
                    break;
                case "Equal":
                    FormatRules.LabelValue(errors, at.Child("value"), toleration.Value);
                    break;
                case not "":
                    errors.Add(FieldError.NotSupported(
                        at.Child("operator"), FieldValue.JsonString(toleration.Operator), ["Equal", "Exists"]));
                    break;
            }

            if (toleration.Effect.Length > 0) Effect(errors, at.Child("effect"), toleration.Effect);
        }
    }

    private static void Effect(FieldErrorList errors, FieldPath path, string effect)
    {
        if (!s_effects.Contains(effect)) errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(effect), s_effects));
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.LimitRanges;

/// <summary>LimitRanges. Upstream: <c>pkg/registry/core/limitrange/strategy.go</c>.</summary>
public sealed class LimitRangeStrategy : Strategy<LimitRange>
{
    public override bool AllowsCreateOnUpdate => true;

    public override LimitRange Default(LimitRange value) => LimitRangeDefaults.Apply(value);

    public override void Validate(LimitRange value, FieldErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Spec.Limits.Count; i++)
        {
            var (limit, path) = (value.Spec.Limits[i], FieldPath.Of("spec").Child("limits").Index(i));
            LimitRangeRules.CheckType(limit.Type, path.Child("type"), errors);
            if (!seen.Add(limit.Type)) errors.Add(FieldError.Duplicate(path.Child("type"), FieldValue.JsonString(limit.Type)));
            LimitRangeRules.Check(limit, path, errors);
        }
    }
}

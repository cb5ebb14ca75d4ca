using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>
/// HorizontalPodAutoscalers of autoscaling/v2, the form that is stored; those of v1 are converted before. Upstream:
/// <c>pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go</c>.
/// </summary>
public sealed class HorizontalPodAutoscalerStrategy : Strategy<HorizontalPodAutoscaler>
{
    public override UpdateStrategy<HorizontalPodAutoscaler> Status { get; } = new HorizontalPodAutoscalerStatusStrategy();

    public override HorizontalPodAutoscaler Default(HorizontalPodAutoscaler value) => AutoscalerDefaults.Apply(value);

    public override HorizontalPodAutoscaler PrepareForCreate(HorizontalPodAutoscaler value, WriteContext context) =>
        value with { Status = HorizontalPodAutoscalerStatus.Empty };

    public override HorizontalPodAutoscaler PrepareForUpdate(
        HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, WriteContext context) => value with { Status = old.Status };

    public override void Validate(HorizontalPodAutoscaler value, FieldErrorList errors) => AutoscalerRules.Check(value.Spec, null, errors);

    public override void ValidateUpdate(HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, FieldErrorList errors) =>
        AutoscalerRules.Check(value.Spec, old.Spec, errors);
}

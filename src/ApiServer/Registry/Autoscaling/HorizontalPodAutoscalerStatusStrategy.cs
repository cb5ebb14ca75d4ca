using Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>What the autoscaling controller writes; that counts are not negative is a rule of the schema.</summary>
internal sealed class HorizontalPodAutoscalerStatusStrategy : UpdateStrategy<HorizontalPodAutoscaler>
{
    public override HorizontalPodAutoscaler PrepareForUpdate(
        HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, WriteContext context) => value with { Spec = old.Spec };
}

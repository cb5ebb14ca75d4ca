using Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>Upstream: <c>SetDefaults_HorizontalPodAutoscaler</c> of autoscaling/v2.</summary>
internal static class AutoscalerDefaults
{
    private const int CpuUtilization = 80;
    private const int PeriodSeconds = 15;

    private static readonly HPAScalingPolicy s_doubling = new() { Type = HPAScalingPolicyType.Percent, Value = 100, PeriodSeconds = PeriodSeconds };

    private static readonly HPAScalingRules s_up = new()
    {
        StabilizationWindowSeconds = 0,
        SelectPolicy = ScalingPolicySelect.Max,
        Policies = [new() { Type = HPAScalingPolicyType.Pods, Value = 4, PeriodSeconds = PeriodSeconds }, s_doubling],
    };

    /// <summary>The window of scaling down is an option of the controller.</summary>
    private static readonly HPAScalingRules s_down = new() { SelectPolicy = ScalingPolicySelect.Max, Policies = [s_doubling] };

    /// <summary>The metric of an autoscaler without any: four fifths of the CPU asked for.</summary>
    public static MetricSpec Cpu { get; } = OfCpu(CpuUtilization);

    public static HorizontalPodAutoscaler Apply(HorizontalPodAutoscaler value)
    {
        var spec = value.Spec;
        if (spec.Metrics.IsEmpty) spec = spec with { Metrics = [Cpu] };
        if (spec.Behavior is { } behavior)
        {
            var (up, down) = (Filled(behavior.ScaleUp, s_up), Filled(behavior.ScaleDown, s_down));
            if (!ReferenceEquals(up, behavior.ScaleUp) || !ReferenceEquals(down, behavior.ScaleDown))
                spec = spec with { Behavior = new() { ScaleUp = up, ScaleDown = down } };
        }

        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    /// <summary>A share of the CPU that pods ask for, in percent.</summary>
    public static MetricSpec OfCpu(int utilization) => new()
    {
        Type = MetricSourceType.Resource,
        Resource = new() { Name = "cpu", Target = new() { Type = MetricTargetType.Utilization, AverageUtilization = utilization } },
    };

    private static HPAScalingRules Filled(HPAScalingRules? rules, HPAScalingRules defaults)
    {
        if (rules is null) return defaults;
        if (rules.SelectPolicy is null) rules = rules with { SelectPolicy = defaults.SelectPolicy };
        if (rules.StabilizationWindowSeconds is null && defaults.StabilizationWindowSeconds is { } window)
            rules = rules with { StabilizationWindowSeconds = window };
        return rules.Policies.IsAbsent ? rules with { Policies = defaults.Policies } : rules;
    }
}

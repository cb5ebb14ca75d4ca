namespace Kybernet.Scheduler.Plugins.InterPodAffinity;

/// <summary>The settings of InterPodAffinity. Upstream: <c>InterPodAffinityArgs</c>.</summary>
/// <param name="HardPodAffinityWeight">What a pod that needs this one adds to where it is, 0…100.</param>
/// <param name="IgnorePreferredTermsOfExistingPods">Pods without preferences of their own are not scored by those of others.</param>
public sealed record InterPodAffinityArguments(int HardPodAffinityWeight, bool IgnorePreferredTermsOfExistingPods)
{
    public static readonly InterPodAffinityArguments Default = new(1, false);
}

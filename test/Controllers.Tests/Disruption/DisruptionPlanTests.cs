using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Controllers.Disruption;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Tests.Disruption;

public sealed class DisruptionPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    // minAvailable, maxUnavailable, ready pods, unready pods, scale, allowed
    [InlineData("1", "", 2, 0, 0, 1)]
    [InlineData("2", "", 2, 0, 0, 0)]
    [InlineData("50%", "", 3, 1, 4, 1)]
    [InlineData("", "1", 3, 0, 3, 1)]
    [InlineData("", "1", 2, 1, 3, 0)]
    [InlineData("", "30%", 10, 0, 10, 3)]
    [InlineData("1", "", 0, 0, 0, 0)]
    public void For_Pods_AllowsWhatIsTooMany(string least, string most, int ready, int unready, int scale, int allowed)
    {
        var budget = new PodDisruptionBudget { Spec = new() { MinAvailable = Parse(least), MaxUnavailable = Parse(most) } };

        var (status, _) = DisruptionPlan.For(budget, Pods(ready, unready), scale, s_now);

        Assert.Equal((allowed, ready), (status.DisruptionsAllowed, status.CurrentHealthy));
        Assert.Equal(allowed > 0 ? "SufficientPods" : "InsufficientPods", Assert.Single(status.Conditions).Reason);
    }

    [Fact]
    public void For_EvictedPod_IsNotHealthyForTwoMinutes()
    {
        var budget = new PodDisruptionBudget
        {
            Spec = new() { MinAvailable = 1 },
            Status = new() { DisruptedPods = default(MapOf<Time>).SetItem("p0", Time.From(s_now)) },
        };

        var (status, again) = DisruptionPlan.For(budget, Pods(2, 0), 0, s_now.AddMinutes(1));
        var (later, _) = DisruptionPlan.For(budget with { Status = status }, Pods(2, 0), 0, s_now.AddMinutes(3));

        Assert.Equal((0, TimeSpan.FromMinutes(1)), (status.DisruptionsAllowed, again));
        Assert.Equal((1, 0), (later.DisruptionsAllowed, later.DisruptedPods.Count));
    }

    private static IntOrString? Parse(string text) =>
        text.Length == 0 ? null : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text;

    private static List<Pod> Pods(int ready, int unready) => [.. Enumerable.Range(0, ready + unready).Select(i => new Pod
    {
        Metadata = new() { Name = $"p{i}" },
        Status = new()
        {
            Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = i < ready ? ConditionStatus.True : ConditionStatus.False }],
        },
    })];
}

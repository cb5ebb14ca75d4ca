using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.TtlAfterFinished;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.TtlAfterFinished;

public sealed class TtlPlanTests
{
    [Theory]
    [InlineData(null, JobConditionType.Complete, ConditionStatus.True, null)]
    [InlineData(100, JobConditionType.Complete, ConditionStatus.True, 1100L)]
    [InlineData(0, JobConditionType.Failed, ConditionStatus.True, 1000L)]
    [InlineData(100, JobConditionType.Complete, ConditionStatus.False, null)]
    [InlineData(100, JobConditionType.Suspended, ConditionStatus.True, null)]
    public void ExpiresAt_TtlAndCondition(int? ttl, string type, string status, long? expected)
    {
        var job = new Job
        {
            Spec = new() { TtlSecondsAfterFinished = ttl },
            Status = new() { Conditions = [new() { Type = type, Status = status, LastTransitionTime = Time.FromUnixSeconds(1000) }] },
        };

        Assert.Equal(expected, TtlPlan.ExpiresAt(job)?.ToUnixTimeSeconds());
    }
}

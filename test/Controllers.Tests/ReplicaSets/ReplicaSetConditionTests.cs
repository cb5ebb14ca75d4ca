using Kybernet.Api.Apps.V1;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Tests.ReplicaSets;

public sealed class ReplicaSetConditionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, "FailedCreate")]
    [InlineData(1, "FailedDelete")]
    public void WithFailure_Error_IsAConditionUntilItIsGone(int surplus, string reason)
    {
        var failed = ReplicaSetStatus.Empty.WithFailure(surplus, ApiError.BadRequest("no"), s_now);
        var still = failed.WithFailure(surplus, ApiError.BadRequest("other"), s_now.AddHours(1));
        var well = still.WithFailure(0, null, s_now);

        var condition = still.Conditions[0];
        Assert.Equal(("ReplicaFailure", "True", reason, "no"), (condition.Type, condition.Status, condition.Reason, condition.Message));
        Assert.True(well.Conditions.IsEmpty);
    }
}

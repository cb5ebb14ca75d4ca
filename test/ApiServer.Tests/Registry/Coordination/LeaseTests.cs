using Kybernet.Api.Coordination.V1;
using Kybernet.ApiServer.Registry.Coordination;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Coordination;

public class LeaseTests
{
    private static readonly PatchedKind<Lease> s_kind = new(
        new LeaseStrategy(), """{"metadata":{"name":"leader"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'leaseDurationSeconds':0}}", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("{'spec':{'leaseTransitions':-1}}", "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(
        "{'spec':{'strategy':'Mine'}}",
        "spec.strategy.strategy: Unsupported value: \"Mine\": supported values: \"OldestEmulationVersion\"")]
    [InlineData("{'spec':{'preferredHolder':'b'}}", "spec.preferredHolder: Forbidden: may only be specified if `strategy` is defined")]
    public void Create_Lease_IsJudged(string patch, string expected) => Assert.Equal(expected, s_kind.Create(patch));

    [Fact]
    public void Prepare_CoordinatedElection_IsDroppedUnlessUsed()
    {
        var used = s_kind.With("{'spec':{'strategy':'OldestEmulationVersion','preferredHolder':'b'}}");
        Assert.Equal(s_kind.With(), s_kind.Strategy.PrepareForCreate(used, PatchedKind<Lease>.Context));
        Assert.Equal(used, s_kind.Strategy.PrepareForUpdate(used, used, PatchedKind<Lease>.Context));
    }
}

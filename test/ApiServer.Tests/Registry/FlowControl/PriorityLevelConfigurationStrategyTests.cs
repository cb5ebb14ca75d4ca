using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.Registry.FlowControl;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.FlowControl;

public sealed class PriorityLevelConfigurationStrategyTests
{
    private static readonly PriorityLevelConfigurationStrategy s_strategy = new();
    private static readonly LimitedPriorityLevelConfiguration s_limited = new() { LimitResponse = Queue(64, 8, 50) };
    private static readonly PriorityLevelConfigurationSpec s_spec = new() { Type = "Limited", Limited = s_limited };

    public static TheoryData<PriorityLevelConfigurationSpec, string, string> Specs => new()
    {
        { s_spec, "", "" },
        { new() { Type = "Exempt" }, "spec.type", "\"Exempt\": must be 'Exempt' if and only if `name` is 'exempt'" },
        { s_spec with { Exempt = new() }, "spec.exempt", "must be nil if the type is Limited" },
        { s_spec with { Limited = null }, "spec.limited", "must not be empty when type is Limited" },
        { Limited(s_limited with { NominalConcurrencyShares = -1 }), "spec.limited.nominalConcurrencyShares", "non-negative integer" },
        { Limited(s_limited with { BorrowingLimitPercent = -1 }), "spec.limited.borrowingLimitPercent", "if specified, must be" },
        { Limited(s_limited with { LimitResponse = new() { Type = "Queue" } }), "spec.limited.limitResponse.queuing", "must not be empty" },
        {
            Limited(new() { LimitResponse = Queue(64, 8, 50) with { Type = "Reject" } }),
            "spec.limited.limitResponse.queuing", "must be nil"
        },
        { Limited(new() { LimitResponse = Queue(0, 8, 50) }), "spec.limited.limitResponse.queuing.queues", "must be positive" },
        { Limited(new() { LimitResponse = Queue(10000001, 1, 50) }), "spec.limited.limitResponse.queuing.queues", "greater than 10000000" },
        { Limited(new() { LimitResponse = Queue(4, 5, 50) }), "spec.limited.limitResponse.queuing.handSize", "greater than queues (4)" },
        {
            Limited(new() { LimitResponse = Queue(1024, 7, 50) }),
            "spec.limited.limitResponse.queuing.handSize", "required entropy bits of deckSize 1024"
        },
        { Limited(new() { LimitResponse = Queue(4, 1, 0) }), "spec.limited.limitResponse.queuing.queueLengthLimit", "must be positive" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(PriorityLevelConfigurationSpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, new() { Metadata = new() { Name = "a" }, Spec = spec }), path, text);

    [Fact]
    public void Validate_MandatoryLevels_AreFixedButForExemptShares()
    {
        var (exempt, catchAll) = (MandatoryObjects.ExemptLevel, MandatoryObjects.CatchAllLevel);
        Assert.Empty(Findings.OfCreate(s_strategy, exempt with { Spec = exempt.Spec with { Exempt = new() { LendablePercent = 5 } } }));
        Assert.Empty(Findings.OfCreate(s_strategy, catchAll));
        Findings.Has(
            Findings.OfCreate(s_strategy, exempt with { Spec = s_spec }), "spec", "except the 'spec.exempt' field must equal the fixed value");
        Findings.Has(Findings.OfCreate(s_strategy, catchAll with { Spec = s_spec }), "spec", "spec of 'catch-all' must equal the fixed value");
    }

    [Fact]
    public void Validate_RoundTripAnnotation_IsForbidden() => Findings.Has(
        Findings.OfCreate(s_strategy, new()
        {
            Metadata = new() { Annotations = MapOf.Of(("flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares", "")) },
            Spec = s_spec,
        }),
        "metadata.annotations", "is forbidden");

    [Fact]
    public void ValidateStatus_DuplicateCondition_Reports()
    {
        var value = new PriorityLevelConfiguration { Status = new() { Conditions = [new() { Type = "a" }, new() { Type = "a" }] } };
        Findings.Has(Findings.OfUpdate(s_strategy.Status, value, value), "status.conditions[1].type", "Duplicate value: \"a\"");
    }

    private static PriorityLevelConfigurationSpec Limited(LimitedPriorityLevelConfiguration limited) => s_spec with { Limited = limited };

    private static LimitResponse Queue(int queues, int hand, int length) =>
        new() { Type = "Queue", Queuing = new() { Queues = queues, HandSize = hand, QueueLengthLimit = length } };
}

using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Meta;

public sealed class ConditionRulesTests
{
    private static readonly Condition s_valid = new()
    {
        Type = "Ready",
        Status = "True",
        Reason = "AllUp:Yes",
        LastTransitionTime = Time.Parse("2026-01-02T03:04:05Z"),
    };

    public static TheoryData<string, Condition, string> Bad { get; } = new()
    {
        { "status", s_valid with { Status = "Yes" }, "c[0].status: Unsupported value: \"Yes\": supported values: \"False\", \"True\", \"Unknown\"" },
        { "generation", s_valid with { ObservedGeneration = -1 }, "c[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero" },
        { "time", s_valid with { LastTransitionTime = default }, "c[0].lastTransitionTime: Required value" },
        { "no reason", s_valid with { Reason = "" }, "c[0].reason: Required value" },
        { "reason", s_valid with { Reason = "Not up" }, "c[0].reason: Invalid value: \"Not up\": a condition reason must start with alphabetic character" },
        { "long reason", s_valid with { Reason = new('r', 1025) }, "c[0].reason: Too long: may not be more than 1024 bytes" },
        { "message", s_valid with { Message = new('m', 32769) }, "c[0].message: Too long: may not be more than 32768 bytes" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_BadField_IsNamed(string what, Condition condition, string expected) =>
        Assert.StartsWith($"{what}: {expected}", $"{what}: {Errors(condition)}", StringComparison.Ordinal);

    [Fact]
    public void Validate_SameTypeTwice_IsDuplicate() => Assert.Equal("c[1].type: Duplicate value: \"Ready\"", Errors(s_valid, s_valid));

    private static string Errors(params ReadOnlySpan<Condition> conditions)
    {
        var errors = new FieldErrorList();
        ConditionRules.Validate(errors, [.. conditions], FieldPath.Of("c"));
        return errors.Aggregate();
    }
}

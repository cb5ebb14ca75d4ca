using Kybernet.Api.Core.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Scheduling;

/// <summary>PriorityClasses. Upstream: <c>pkg/registry/scheduling/priorityclass/strategy.go</c>, <c>ValidatePriorityClass</c>.</summary>
public sealed class PriorityClassStrategy : Strategy<PriorityClass>
{
    private const int HighestOfUsers = 1_000_000_000;
    private const int SystemCritical = 2 * HighestOfUsers;
    private const string SystemPrefix = "system-";

    public override PriorityClass PrepareForCreate(PriorityClass value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override void Validate(PriorityClass value, FieldErrorList errors)
    {
        if (value.Metadata.Name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            if (SystemProblem(value) is { } problem)
                errors.Add(FieldError.Forbidden(
                    FieldPath.Of("metadata").Child("name"),
                    $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {problem}"));
        }
        else if (value.Value > HighestOfUsers)
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {HighestOfUsers}"));

        if (value.PreemptionPolicy is "") errors.Add(FieldError.Required(FieldPath.Of("preemptionPolicy"), ""));
        else if (value.PreemptionPolicy is { } policy && !PreemptionPolicy.Values.Contains(policy))
            errors.Add(FieldError.NotSupported(
                FieldPath.Of("preemptionPolicy"), FieldValue.JsonString(policy), PreemptionPolicy.Values));
    }

    /// <summary>Of a change only what may not change is looked at.</summary>
    public override void ValidateUpdate(PriorityClass value, PriorityClass old, FieldErrorList errors)
    {
        if (value.Value != old.Value) errors.Add(FieldError.Forbidden(FieldPath.Of("value"), "may not be changed in an update."));
    }

    public override string? DeletionProblem(string name) =>
        ExpectedOf(name) is null ? null : "this is a system priority class and cannot be deleted";

    /// <summary>Two classes are the system's own: they must be exactly what they are.</summary>
    private static string? SystemProblem(PriorityClass value)
    {
        var name = value.Metadata.Name;
        var expected = ExpectedOf(name);
        if (expected is null) return $"{name} is not a known system priority class";
        if (value.Value != expected) return $"value of {name} PriorityClass must be {expected}";
        return value.GlobalDefault ? $"globalDefault of {name} PriorityClass must be false" : null;
    }

    private static int? ExpectedOf(string name) => name switch
    {
        "system-cluster-critical" => SystemCritical,
        "system-node-critical" => SystemCritical + 1000,
        _ => null,
    };
}

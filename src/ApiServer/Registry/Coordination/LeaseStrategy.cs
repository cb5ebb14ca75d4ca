using Kybernet.Api.Coordination.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Coordination;

/// <summary>Leases. Upstream: <c>pkg/registry/coordination/lease/strategy.go</c>, <c>ValidateLeaseSpec</c>.</summary>
public sealed class LeaseStrategy : Strategy<Lease>
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    /// <summary>The fields of coordinated leader election, which is off, are dropped.</summary>
    public override Lease PrepareForCreate(Lease value, WriteContext context) =>
        value with { Spec = value.Spec with { Strategy = null, PreferredHolder = null } };

    /// <summary>They stay where they were before.</summary>
    public override Lease PrepareForUpdate(Lease value, Lease old, WriteContext context)
    {
        var spec = value.Spec;
        if (old.Spec.Strategy is null) spec = spec with { Strategy = null };
        if (old.Spec.PreferredHolder is null) spec = spec with { PreferredHolder = null };
        return value with { Spec = spec };
    }

    public override void Validate(Lease value, FieldErrorList errors)
    {
        if (value.Spec.LeaseDurationSeconds is <= 0 and var seconds)
            errors.Add(FieldError.Invalid(s_spec.Child("leaseDurationSeconds"), seconds, "must be greater than 0"));
        if (value.Spec.Strategy is { } strategy) CheckStrategy(strategy, errors);
        if (!string.IsNullOrEmpty(value.Spec.PreferredHolder) && string.IsNullOrEmpty(value.Spec.Strategy))
            errors.Add(FieldError.Forbidden(s_spec.Child("preferredHolder"), "may only be specified if `strategy` is defined"));
    }

    private static void CheckStrategy(string strategy, FieldErrorList errors)
    {
        // Upstream names the field twice.
        var path = s_spec.Child("strategy").Child("strategy");
        if (!strategy.Contains('/', StringComparison.Ordinal)) EnumRules.Supported(errors, path, strategy, CoordinatedLeaseStrategy.Values);
        else errors.AddInvalid(path, FieldValue.JsonString(strategy), QualifiedNames.IsQualifiedName(strategy));
    }
}

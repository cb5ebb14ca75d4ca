using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>What the cluster knows of a CSI driver. Upstream: <c>pkg/registry/storage/csidriver</c>.</summary>
public sealed class CSIDriverStrategy : Strategy<CSIDriver>
{
    private const string TokensInSecretsRecommended =
        "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of "
        + "tokens in volume attributes";

    public override bool AllowsUnconditionalUpdate => false;

    /// <inheritdoc/>
    /// <remarks>The gate VolumeLimitScaling is alpha: its field is dropped.</remarks>
    public override CSIDriver PrepareForCreate(CSIDriver value, WriteContext context) => value.Spec.PreventPodSchedulingIfMissing is null
        ? value
        : value with { Spec = value.Spec with { PreventPodSchedulingIfMissing = null } };

    public override CSIDriver PrepareForUpdate(CSIDriver value, CSIDriver old, WriteContext context)
    {
        if (old.Spec.PreventPodSchedulingIfMissing is null) value = PrepareForCreate(value, context);
        return value.Spec == old.Spec
            ? value
            : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };
    }

    public override void Validate(CSIDriver value, FieldErrorList errors) => CSIDriverRules.Validate(errors, FieldPath.Of("spec"), value.Spec);

    public override void ValidateUpdate(CSIDriver value, CSIDriver old, FieldErrorList errors)
    {
        Validate(value, errors);
        // The field's name is misspelt upstream.
        ImmutableRules.Immutable(
            errors, FieldPath.Of("spec").Child("attachedRequired"), value.Spec.AttachRequired, old.Spec.AttachRequired);
    }

    public override void WarnOnCreate(CSIDriver value, ICollection<string> warnings)
    {
        if (!value.Spec.TokenRequests.IsEmpty && value.Spec.ServiceAccountTokenInSecrets is null) warnings.Add(TokensInSecretsRecommended);
    }

    public override void WarnOnUpdate(CSIDriver value, CSIDriver old, ICollection<string> warnings)
    {
        if (value.Spec.TokenRequests != old.Spec.TokenRequests) WarnOnCreate(value, warnings);
    }
}

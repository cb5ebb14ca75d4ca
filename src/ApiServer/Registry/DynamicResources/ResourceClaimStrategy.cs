using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Claims for devices; the spec never changes. Upstream: <c>pkg/registry/resource/resourceclaim</c>.</summary>
/// <remarks>
/// That a namespace allows administrative access, and that the user may bind and report, is for the pipeline to ask: it knows
/// namespaces and the authorizer.
/// </remarks>
public sealed class ResourceClaimStrategy : Strategy<ResourceClaim>
{
    public override UpdateStrategy<ResourceClaim> Status { get; } = new StatusDoor();

    public override ResourceClaim Default(ResourceClaim value)
    {
        var devices = DeviceRequestDefaults.Of(value.Spec.Devices);
        return ReferenceEquals(devices, value.Spec.Devices) ? value : value with { Spec = value.Spec with { Devices = devices } };
    }

    public override ResourceClaim PrepareForCreate(ResourceClaim value, WriteContext context) =>
        value with { Status = ResourceClaimStatus.Empty };

    public override ResourceClaim PrepareForUpdate(ResourceClaim value, ResourceClaim old, WriteContext context) =>
        value with { Status = old.Status };

    public override void Validate(ResourceClaim value, FieldErrorList errors) =>
        DeviceClaimRules.Validate(errors, FieldPath.Of("spec").Child("devices"), value.Spec.Devices);

    /// <inheritdoc/>
    /// <remarks>That the spec does not change is the schema's rule, and the only one.</remarks>
    public override void ValidateUpdate(ResourceClaim value, ResourceClaim old, FieldErrorList errors)
    {
    }

    private sealed class StatusDoor : UpdateStrategy<ResourceClaim>
    {
        /// <inheritdoc/>
        /// <remarks>What drivers reported of devices goes with the devices.</remarks>
        public override ResourceClaim PrepareForUpdate(ResourceClaim value, ResourceClaim old, WriteContext context)
        {
            var gone = DeviceId.AllOf(old.Status.Allocation);
            gone.ExceptWith(DeviceId.AllOf(value.Status.Allocation));
            var devices = value.Status.Devices.Where(device => !gone.Contains(DeviceId.Of(device)));
            return value with
            {
                Spec = old.Spec,
                Metadata = value.Metadata.ResetForStatus(old.Metadata),
                Status = value.Status with { Devices = [.. devices] },
            };
        }

        public override void ValidateUpdate(ResourceClaim value, ResourceClaim old, FieldErrorList errors) =>
            ClaimStatusRules.Validate(errors, FieldPath.Of("status"), value, old);
    }
}

using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>Priority levels. Upstream: <c>pkg/registry/flowcontrol/prioritylevelconfiguration</c>.</summary>
public sealed class PriorityLevelConfigurationStrategy : Strategy<PriorityLevelConfiguration>
{
    public override UpdateStrategy<PriorityLevelConfiguration> Status { get; } = new StatusDoor();

    public override PriorityLevelConfiguration PrepareForCreate(PriorityLevelConfiguration value, WriteContext context) => value with
    {
        Metadata = value.Metadata with { Generation = 1 },
        Status = PriorityLevelConfigurationStatus.Empty,
    };

    public override PriorityLevelConfiguration PrepareForUpdate(
        PriorityLevelConfiguration value, PriorityLevelConfiguration old, WriteContext context) => value with
        {
            Metadata = value.Spec == old.Spec ? value.Metadata : value.Metadata with { Generation = old.Metadata.Generation + 1 },
            Status = old.Status,
        };

    public override void Validate(PriorityLevelConfiguration value, FieldErrorList errors) => PriorityLevelRules.Validate(errors, value);

    private sealed class StatusDoor : UpdateStrategy<PriorityLevelConfiguration>
    {
        public override PriorityLevelConfiguration PrepareForUpdate(
            PriorityLevelConfiguration value, PriorityLevelConfiguration old, WriteContext context) => value with
            {
                Metadata = old.Metadata with { ManagedFields = value.Metadata.ManagedFields },
                Spec = old.Spec,
            };

        public override void ValidateUpdate(PriorityLevelConfiguration value, PriorityLevelConfiguration old, FieldErrorList errors) =>
            PriorityLevelRules.ValidateStatus(errors, value.Status);
    }
}

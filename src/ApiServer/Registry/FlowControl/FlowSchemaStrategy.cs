using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>Flow schemas. Upstream: <c>pkg/registry/flowcontrol/flowschema</c>.</summary>
public sealed class FlowSchemaStrategy : Strategy<FlowSchema>
{
    public override UpdateStrategy<FlowSchema> Status { get; } = new StatusDoor();

    public override FlowSchema PrepareForCreate(FlowSchema value, WriteContext context) => value with
    {
        Metadata = value.Metadata with { Generation = 1 },
        Status = FlowSchemaStatus.Empty,
    };

    public override FlowSchema PrepareForUpdate(FlowSchema value, FlowSchema old, WriteContext context) => value with
    {
        Metadata = value.Spec == old.Spec ? value.Metadata : value.Metadata with { Generation = old.Metadata.Generation + 1 },
        Status = old.Status,
    };

    public override void Validate(FlowSchema value, FieldErrorList errors) => FlowSchemaRules.Validate(errors, value);

    private sealed class StatusDoor : UpdateStrategy<FlowSchema>
    {
        public override FlowSchema PrepareForUpdate(FlowSchema value, FlowSchema old, WriteContext context) => value with
        {
            Metadata = old.Metadata with { ManagedFields = value.Metadata.ManagedFields },
            Spec = old.Spec,
        };

        public override void ValidateUpdate(FlowSchema value, FlowSchema old, FieldErrorList errors) =>
            FlowSchemaRules.ValidateStatus(errors, value.Status);
    }
}

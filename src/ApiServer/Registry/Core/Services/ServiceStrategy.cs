using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// Services. Addresses and ports are allocated outside, between preparing and validating. Upstream:
/// <c>pkg/registry/core/service/strategy.go</c>, and the pure parts of <c>storage/storage.go</c>.
/// </summary>
public sealed class ServiceStrategy : Strategy<Service>
{
    public override UpdateStrategy<Service> Status { get; } = new ServiceStatusStrategy();

    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> SelectableFields => ["spec.clusterIP", "spec.type"];

    public override Service Default(Service value) => ServiceDefaults.Apply(value);

    public override Service PrepareForCreate(Service value, WriteContext context) =>
        AllocatedValues.SyncClusterIps(value, null) with { Status = ServiceStatus.Empty };

    public override Service PrepareForUpdate(Service value, Service old, WriteContext context)
    {
        value = AllocatedValues.SyncClusterIps(AllocatedValues.Keep(value, old), old);
        return DependentFields.Drop(value with { Status = old.Status }, old);
    }

    public override void Validate(Service value, FieldErrorList errors) => ServiceRules.Check(value, null, errors);

    public override void ValidateUpdate(Service value, Service old, FieldErrorList errors)
    {
        ServiceUpdateRules.Check(value, old, errors);
        ServiceRules.Check(value, old, errors);
    }

    public override void WarnOnCreate(Service value, ICollection<string> warnings) => ServiceWarnings.Add(value, warnings);

    public override void WarnOnUpdate(Service value, Service old, ICollection<string> warnings) => ServiceWarnings.Add(value, warnings);

    /// <summary>Upstream's gate RelaxedServiceNameValidation is on: a digit may begin the name.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsDnsLabel(name, prefix);

    public override string? SelectableField(Service value, string field) => field switch
    {
        "spec.clusterIP" => value.Spec.ClusterIP,
        "spec.type" => value.Spec.Type,
        _ => null,
    };
}

using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.ServiceNetworks;

/// <summary>ServiceCIDRs. Upstream: <c>pkg/registry/networking/servicecidr/strategy.go</c>.</summary>
public sealed class ServiceCIDRStrategy : Strategy<ServiceCIDR>
{
    public override UpdateStrategy<ServiceCIDR> Status { get; } = new ServiceCIDRStatusStrategy();

    public override ServiceCIDR PrepareForCreate(ServiceCIDR value, WriteContext context) => value with { Status = ServiceCIDRStatus.Empty };

    public override ServiceCIDR PrepareForUpdate(ServiceCIDR value, ServiceCIDR old, WriteContext context) => value with { Status = old.Status };

    public override void Validate(ServiceCIDR value, FieldErrorList errors) => ServiceCIDRRules.Check(value.Spec, errors);

    public override void ValidateUpdate(ServiceCIDR value, ServiceCIDR old, FieldErrorList errors) =>
        ServiceCIDRRules.CheckChange(value.Spec, old.Spec, errors);
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>What a load balancer's controller writes.</summary>
internal sealed class ServiceStatusStrategy : UpdateStrategy<Service>
{
    public override Service PrepareForUpdate(Service value, Service old, WriteContext context) => value with { Spec = old.Spec };

    public override void ValidateUpdate(Service value, Service old, FieldErrorList errors) =>
        LoadBalancerStatusRules.Check(value, old, errors);

    public override void WarnOnUpdate(Service value, Service old, ICollection<string> warnings)
    {
        var path = FieldPath.Of("status").Child("loadBalancer").Child("ingress");
        for (var i = 0; i < value.Status.LoadBalancer.Ingress.Count; i++)
            if (value.Status.LoadBalancer.Ingress[i].Ip is { Length: > 0 } ip)
                foreach (var warning in IpRules.WarningsForIp(path.Index(i), ip)) warnings.Add(warning);
    }
}

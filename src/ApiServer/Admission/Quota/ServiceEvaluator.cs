using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>Measures services, the node ports and the load balancers they take. Upstream: <c>evaluator/core/services.go</c>.</summary>
internal sealed class ServiceEvaluator() : QuotaEvaluator(Resources.Services, "services")
{
    private const string NodePorts = "services.nodeports";
    private const string LoadBalancers = "services.loadbalancers";

    /// <summary>Updates too: a service may change its type.</summary>
    public override bool Handles(AdmissionAttributes attributes, IObject value, IObject? old) =>
        attributes is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" };

    public override bool Matches(string name) => base.Matches(name) || name is NodePorts or LoadBalancers;

    public override MapOf<Quantity> Usage(IObject value, DateTimeOffset now)
    {
        var spec = ((Service)value).Spec;
        var balances = spec.Type == ServiceType.LoadBalancer;
        // Node ports are not taken yet: what counts is what the service will ask for.
        var ports = spec.Type switch
        {
            ServiceType.NodePort => spec.Ports.Count,
            ServiceType.LoadBalancer when spec.AllocateLoadBalancerNodePorts == false => spec.Ports.Count(static port => port.NodePort != 0),
            ServiceType.LoadBalancer => spec.Ports.Count,
            _ => 0,
        };
        return base.Usage(value, now)
            .SetItem(NodePorts, Quantity.New(ports, QuantityFormat.DecimalSI))
            .SetItem(LoadBalancers, Quantity.New(balances ? 1 : 0, QuantityFormat.DecimalSI));
    }
}

using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>What a Service's type asks for. Upstream: the predicates of the strategy and of <c>pkg/api/service/util.go</c>.</summary>
public static class ServiceNeeds
{
    /// <summary>The value of <c>clusterIP</c> of a Service without one.</summary>
    public const string None = "None";

    extension(Service service)
    {
        public bool IsLoadBalancer => service.Spec.Type == ServiceType.LoadBalancer;

        public bool IsExternalName => service.Spec.Type == ServiceType.ExternalName;

        public bool IsHeadless => service.Spec.ClusterIPs is [None];

        public bool NeedsClusterIp => !service.IsExternalName;

        /// <summary>The type can have node ports.</summary>
        public bool TakesNodePorts => service.IsLoadBalancer || service.Spec.Type == ServiceType.NodePort;

        /// <summary>Node ports are to be allocated.</summary>
        public bool NeedsNodePorts => service.Spec.Type == ServiceType.NodePort
            || (service.IsLoadBalancer && service.Spec.AllocateLoadBalancerNodePorts != false);

        public bool NeedsHealthCheckNodePort =>
            service.IsLoadBalancer && service.Spec.ExternalTrafficPolicy == ServiceExternalTrafficPolicy.Local;

        public bool IsExternallyAccessible => service.TakesNodePorts
            || (service.Spec.Type == ServiceType.ClusterIP && !service.Spec.ExternalIPs.IsEmpty);
    }
}

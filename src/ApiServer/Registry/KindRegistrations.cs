using System.Collections.Frozen;
using Kybernet.ApiServer.Registry.AdmissionRegistration;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.ApiServer.Registry.ApiRegistration;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.ApiServer.Registry.Autoscaling;
using Kybernet.ApiServer.Registry.Autoscaling.Conversion;
using Kybernet.ApiServer.Registry.Batch;
using Kybernet.ApiServer.Registry.Certificates;
using Kybernet.ApiServer.Registry.Coordination;
using Kybernet.ApiServer.Registry.Core;
using Kybernet.ApiServer.Registry.Core.ConfigMaps;
using Kybernet.ApiServer.Registry.Core.LimitRanges;
using Kybernet.ApiServer.Registry.Core.Namespaces;
using Kybernet.ApiServer.Registry.Core.Nodes;
using Kybernet.ApiServer.Registry.Core.ResourceQuotas;
using Kybernet.ApiServer.Registry.Core.Secrets;
using Kybernet.ApiServer.Registry.Core.ServiceAccounts;
using Kybernet.ApiServer.Registry.Core.ServiceEndpoints;
using Kybernet.ApiServer.Registry.Core.Services;
using Kybernet.ApiServer.Registry.Core.VolumeClaims;
using Kybernet.ApiServer.Registry.Core.Volumes;
using Kybernet.ApiServer.Registry.Discovery;
using Kybernet.ApiServer.Registry.DynamicResources;
using Kybernet.ApiServer.Registry.Events;
using Kybernet.ApiServer.Registry.FlowControl;
using Kybernet.ApiServer.Registry.Networking.Ingresses;
using Kybernet.ApiServer.Registry.Networking.NetworkPolicies;
using Kybernet.ApiServer.Registry.Networking.ServiceNetworks;
using Kybernet.ApiServer.Registry.Policy;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.ApiServer.Registry.Scheduling;
using Kybernet.ApiServer.Registry.Storage;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>The strategies of the built-in kinds: one line a kind.</summary>
public sealed class KindRegistrations
{
    private static readonly VersionConversion s_events = new(
        static value => EventConversion.ToCore((Api.Events.V1.Event)value), static value => EventConversion.FromCore((Api.Core.V1.Event)value));

    private static readonly VersionConversion s_autoscalers = new(
        static value => AutoscalerConversion.ToV2((Api.Autoscaling.V1.HorizontalPodAutoscaler)value),
        static value => AutoscalerConversion.FromV2((Api.Autoscaling.V2.HorizontalPodAutoscaler)value));

    private readonly Dictionary<GroupVersionKind, KindRegistration> _kinds = [];

    private KindRegistrations()
    {
    }

    public static IReadOnlyDictionary<GroupVersionKind, KindRegistration> BuiltIn()
    {
        var all = new KindRegistrations();
        all.Core();
        all.Workloads();
        all.Networking();
        all.Storage();
        all.Policy();
        return all._kinds;
    }

    private void Core()
    {
        Add(new ConfigMapStrategy());
        Add(new EndpointsStrategy());
        Add(new EndpointSliceStrategy());
        Add(new Core.ObjectEvents.EventStrategy());
        Add(new Events.EventStrategy(), conversion: s_events);
        Add(new LeaseStrategy());
        Add(new NamespaceStrategy(), returnsDeleted: true, doors: [("finalize", UpdateRules.Of(new NamespaceFinalizeStrategy()))]);
        Add(new NodeStrategy());
        Add(new LimitRangeStrategy());
        Add(new PodStrategy(), returnsDeleted: true, doors:
        [
            ("ephemeralcontainers", UpdateRules.Of(new PodEphemeralContainersStrategy())),
            ("resize", UpdateRules.Of(new PodResizeStrategy())),
        ]);
        Add(new ResourceQuotaStrategy(), returnsDeleted: true);
        Add(new SecretStrategy());
        Add(new ServiceAccountStrategy(), returnsDeleted: true);
        Add(new ServiceStrategy(), returnsDeleted: true);
        Add(new VolumeStrategy(), returnsDeleted: true);
        Add(new VolumeClaimStrategy(), returnsDeleted: true);
    }

    private void Workloads()
    {
        Add(new ControllerRevisionStrategy());
        var autoscalers = new HorizontalPodAutoscalerStrategy();
        Add(autoscalers);
        _kinds.Add(Api.Autoscaling.V1.HorizontalPodAutoscaler.Gvk,
            new(new ConvertedRules(KindRules.Of(autoscalers), s_autoscalers)) { Conversion = s_autoscalers });
        Add(new CronJobStrategy());
        Add(new JobStrategy());
        Add(new DaemonSetStrategy());
        Add(new DeploymentRegistryStrategy());
        Add(new PodTemplateStrategy(), returnsDeleted: true);
        Add(new ReplicaSetStrategy());
        Add(new ReplicationControllerStrategy());
        Add(new StatefulSetStrategy());
    }

    private void Networking()
    {
        Add(new IngressStrategy());
        Add(new IngressClassStrategy());
        Add(new IPAddressStrategy());
        Add(new NetworkPolicyStrategy());
        Add(new ServiceCIDRStrategy());
    }

    private void Storage()
    {
        Add(new CSIDriverStrategy(), returnsDeleted: true);
        Add(new CSINodeStrategy(), returnsDeleted: true);
        Add(new CSIStorageCapacityStrategy());
        Add(new StorageClassStrategy(), returnsDeleted: true);
        Add(new VolumeAttachmentStrategy(), returnsDeleted: true);
        Add(new VolumeAttributesClassStrategy(), returnsDeleted: true);
        Add(new RuntimeClassStrategy());
        Add(new DeviceClassStrategy(), returnsDeleted: true);
        Add(new ResourceClaimStrategy(), returnsDeleted: true);
        Add(new ResourceClaimTemplateStrategy(), returnsDeleted: true);
        Add(new ResourceSliceStrategy(), returnsDeleted: true);
    }

    private void Policy()
    {
        Add(new APIServiceStrategy());
        Add(new CustomResourceDefinitionStrategy());
        Add(new PodDisruptionBudgetStrategy());
        Add(new PriorityClassStrategy());
        Add(new RoleStrategy());
        Add(new RoleBindingStrategy());
        Add(new ClusterRoleStrategy());
        Add(new ClusterRoleBindingStrategy());
        var signing = new CertificateSigningRequestStrategy();
        Add(signing, doors: [("approval", UpdateRules.Of(signing.Approval))]);
        Add(new FlowSchemaStrategy());
        Add(new PriorityLevelConfigurationStrategy());
        Add(new MutatingWebhookConfigurationStrategy());
        Add(new ValidatingWebhookConfigurationStrategy());
        Add(new ValidatingAdmissionPolicyStrategy());
        Add(new ValidatingAdmissionPolicyBindingStrategy());
        Add(new MutatingAdmissionPolicyStrategy());
        Add(new MutatingAdmissionPolicyBindingStrategy());
    }

    private void Add<T>(
        Strategy<T> strategy, bool returnsDeleted = false, VersionConversion? conversion = null, params ReadOnlySpan<(string Name, UpdateRules Rules)> doors)
        where T : class, IObject<T>
    {
        var named = new Dictionary<string, UpdateRules>();
        foreach (var (name, rules) in doors) named.Add(name, rules);
        _kinds.Add(T.Gvk, new(KindRules.Of(strategy))
        {
            ReturnsDeletedObject = returnsDeleted,
            Conversion = conversion,
            Doors = named.ToFrozenDictionary(),
        });
    }
}

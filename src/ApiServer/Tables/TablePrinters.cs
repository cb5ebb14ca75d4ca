using System.Collections.Frozen;
using Kybernet.ApiServer.Tables.Access;
using Kybernet.ApiServer.Tables.Admission;
using Kybernet.ApiServer.Tables.Apps;
using Kybernet.ApiServer.Tables.Autoscaling;
using Kybernet.ApiServer.Tables.Batch;
using Kybernet.ApiServer.Tables.Core;
using Kybernet.ApiServer.Tables.FlowControl;
using Kybernet.ApiServer.Tables.Networking;
using Kybernet.ApiServer.Tables.Resources;
using Kybernet.ApiServer.Tables.Scheduling;
using Kybernet.ApiServer.Tables.Storage;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>The printers of the built-in kinds.</summary>
public sealed class TablePrinters
{
    private readonly FrozenDictionary<GroupVersionKind, ITablePrinter> _printers;

    private TablePrinters(Dictionary<GroupVersionKind, ITablePrinter> printers) => _printers = printers.ToFrozenDictionary();

    /// <summary>The kind's printer; the default one for kinds without their own.</summary>
    public ITablePrinter Find(GroupVersionKind gvk) => _printers.GetValueOrDefault(gvk, DefaultPrinter.Instance);

    public static TablePrinters Create()
    {
        var printers = new Dictionary<GroupVersionKind, ITablePrinter>();
        AddCore(printers);
        AddWorkloads(printers);
        AddNetwork(printers);
        AddPolicies(printers);
        return new(printers);
    }

    private static void AddCore(Dictionary<GroupVersionKind, ITablePrinter> printers)
    {
        Add(printers, new PodPrinter());
        Add(printers, new PodTemplatePrinter());
        Add(printers, new NodePrinter());
        Add(printers, new NamespacePrinter());
        Add(printers, new ServicePrinter());
        Add(printers, new EndpointsPrinter());
        Add(printers, new EventPrinter());
        Add(printers, new EventsEventPrinter());
        Add(printers, new ConfigMapPrinter());
        Add(printers, new SecretPrinter());
        Add(printers, new ServiceAccountPrinter());
        Add(printers, new ResourceQuotaPrinter());
        Add(printers, new ComponentStatusPrinter());
        Add(printers, new ReplicationControllerPrinter());
        Add(printers, new PersistentVolumePrinter());
        Add(printers, new PersistentVolumeClaimPrinter());
    }

    private static void AddWorkloads(Dictionary<GroupVersionKind, ITablePrinter> printers)
    {
        Add(printers, new DeploymentPrinter());
        Add(printers, new ReplicaSetPrinter());
        Add(printers, new StatefulSetPrinter());
        Add(printers, new DaemonSetPrinter());
        Add(printers, new ControllerRevisionPrinter());
        Add(printers, new JobPrinter());
        Add(printers, new CronJobPrinter());
        Add(printers, new HorizontalPodAutoscalerPrinter());
        Add(printers, new HorizontalPodAutoscalerV1Printer());
        Add(printers, new ScalePrinter());
        Add(printers, new PodDisruptionBudgetPrinter());
        Add(printers, new PriorityClassPrinter());
        Add(printers, new RuntimeClassPrinter());
        Add(printers, new LeasePrinter());
    }

    private static void AddNetwork(Dictionary<GroupVersionKind, ITablePrinter> printers)
    {
        Add(printers, new IngressPrinter());
        Add(printers, new IngressClassPrinter());
        Add(printers, new NetworkPolicyPrinter());
        Add(printers, new EndpointSlicePrinter());
        Add(printers, new IPAddressPrinter());
        Add(printers, new ServiceCIDRPrinter());
        Add(printers, new StorageClassPrinter());
        Add(printers, new VolumeAttributesClassPrinter());
        Add(printers, new VolumeAttachmentPrinter());
        Add(printers, new CSIDriverPrinter());
        Add(printers, new CSINodePrinter());
        Add(printers, new ResourceClaimPrinter());
        Add(printers, new ResourceClaimTemplatePrinter());
        Add(printers, new ResourceSlicePrinter());
        Add(printers, new DeviceClassPrinter());
    }

    private static void AddPolicies(Dictionary<GroupVersionKind, ITablePrinter> printers)
    {
        Add(printers, new RoleBindingPrinter());
        Add(printers, new ClusterRoleBindingPrinter());
        Add(printers, new CertificateSigningRequestPrinter());
        Add(printers, new MutatingWebhookConfigurationPrinter());
        Add(printers, new ValidatingWebhookConfigurationPrinter());
        Add(printers, new ValidatingAdmissionPolicyPrinter());
        Add(printers, new ValidatingAdmissionPolicyBindingPrinter());
        Add(printers, new MutatingAdmissionPolicyPrinter());
        Add(printers, new MutatingAdmissionPolicyBindingPrinter());
        Add(printers, new FlowSchemaPrinter());
        Add(printers, new PriorityLevelConfigurationPrinter());
        Add(printers, new APIServicePrinter());
    }

    private static void Add<T>(Dictionary<GroupVersionKind, ITablePrinter> printers, TablePrinter<T> printer)
        where T : class, IObject<T> =>
        printers.Add(T.Gvk, printer);
}

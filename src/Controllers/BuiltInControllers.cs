using Kybernet.Controllers.Certificates;
using Kybernet.Controllers.ClusterRoles;
using Kybernet.Controllers.CronJobs;
using Kybernet.Controllers.DaemonSets;
using Kybernet.Controllers.Deployments;
using Kybernet.Controllers.Disruption;
using Kybernet.Controllers.EndpointSliceMirroring;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.GarbageCollector;
using Kybernet.Controllers.Jobs;
using Kybernet.Controllers.Namespaces;
using Kybernet.Controllers.NodeIpam;
using Kybernet.Controllers.NodeLifecycle;
using Kybernet.Controllers.PodGc;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Controllers.ReplicationControllers;
using Kybernet.Controllers.RootAuthority;
using Kybernet.Controllers.Runtime;
using Kybernet.Controllers.ServiceAccounts;
using Kybernet.Controllers.ServiceEndpoints;
using Kybernet.Controllers.StatefulSets;
using Kybernet.Controllers.TaintEviction;
using Kybernet.Controllers.TtlAfterFinished;
using Kybernet.Controllers.VolumeProtection;

namespace Kybernet.Controllers;

/// <summary>The controllers a cluster has, and which of them run.</summary>
/// <remarks>Upstream: cmd/kube-controller-manager, NewControllerDescriptors; names and aliases are its.</remarks>
public static class BuiltInControllers
{
    private const string Everything = "*";

    public static readonly IReadOnlyList<BuiltInController> All =
    [
        new(ServiceAccountController.Name, "serviceaccount", ServiceAccountController.Create),
        new(RootAuthorityController.Name, "root-ca-cert-publisher", static context =>
            context.Options.RootAuthority.Length == 0 ? null : RootAuthorityController.Create(context)),
        new(ClusterRoleController.Name, "clusterrole-aggregation", ClusterRoleController.Create),
        new(NamespaceController.Name, "namespace", NamespaceController.Create),
        new(GarbageCollectorController.LoopName, "garbagecollector", static context => new GarbageCollectorController(context)),
        new(NodeLifecycleController.LoopName, "nodelifecycle", NodeLifecycleController.Create),
        new(TaintEvictionController.Name, "", TaintEvictionController.Create),
        new(NodeIpamController.Name, "nodeipam", static context =>
            context.Options.ClusterCidrs.Length == 0 ? null : NodeIpamController.Create(context)),
        new(PodGcController.Name, "podgc", PodGcController.Create),
        new(CertificateControllers.ApprovingName, "csrapproving", CertificateControllers.CreateApproving),
        new(CertificateControllers.SigningName, "csrsigning", CertificateControllers.CreateSigning),
        new(CertificateControllers.CleanerName, "csrcleaner", CertificateControllers.CreateCleaner),
        new("deployment-controller", "deployment", DeploymentController.Create),
        new("replicaset-controller", "replicaset", ReplicaSetController.Create),
        new(ReplicationControllerController.Name, "replicationcontroller", ReplicationControllerController.Create),
        new(StatefulSetController.Name, "statefulset", StatefulSetController.Create),
        new(CronJobController.Name, "cronjob", CronJobController.Create),
        new(DisruptionController.Name, "disruption", DisruptionController.Create),
        new($"{DisruptionController.Name}-stale", "", DisruptionController.CreateStale),
        new("job-controller", "job", JobController.Create),
        new("job-controller-orphans", "", JobController.CreateOrphans),
        new("daemonset-controller", "daemonset", DaemonSetController.Create),
        new("endpointslice-controller", "endpointslice", EndpointSliceController.Create),
        new("endpointslice-mirroring-controller", "endpointslicemirroring", EndpointSliceMirroringController.Create),
        new("endpoints-controller", "endpoint", EndpointsController.Create),
        new(VolumeProtectionControllers.ClaimsName, "pvc-protection", VolumeProtectionControllers.CreateForClaims),
        new(VolumeProtectionControllers.VolumesName, "pv-protection", VolumeProtectionControllers.CreateForVolumes),
        new(VolumeProtectionControllers.ClassesName, "", VolumeProtectionControllers.CreateForClasses),
        new(TtlController.Name, "ttl-after-finished", TtlController.Create),
    ];

    /// <summary>The controllers that run.</summary>
    /// <param name="context">What they are made of.</param>
    /// <param name="selection">As <c>--controllers</c> has it: names, <c>-name</c> for not that one, <c>*</c> for all others. The first entry that
    /// names a controller counts.</param>
    /// <exception cref="ArgumentException">The selection names a controller there is not.</exception>
    public static IReadOnlyList<IControllerLoop> Create(ControllerContext context, IReadOnlyList<string> selection)
    {
        if (Validate(selection) is { } wrong) throw new ArgumentException(wrong, nameof(selection));
        List<IControllerLoop> loops = [];
        foreach (var controller in All)
            if (IsSelected(controller, selection) && controller.Create(context) is { } loop) loops.Add(loop);
        return loops;
    }

    /// <summary>Null when the selection names only controllers there are; else what is wrong, as kube-controller-manager says it.</summary>
    public static string? Validate(IReadOnlyList<string> selection)
    {
        foreach (var entry in selection)
        {
            if (entry == Everything) continue;
            var name = entry.StartsWith('-') ? entry[1..] : entry;
            if (!All.Any(controller => Is(controller, name))) return $"\"{name}\" is not in the list of known controllers";
        }

        return null;
    }

    public static bool IsSelected(BuiltInController controller, IReadOnlyList<string> selection)
    {
        foreach (var entry in selection)
        {
            if (Is(controller, entry)) return true;
            if (entry.StartsWith('-') && Is(controller, entry[1..])) return false;
        }

        return selection.Contains(Everything);
    }

    private static bool Is(BuiltInController controller, string name) => name.Length > 0 && (controller.Name == name || controller.Alias == name);
}

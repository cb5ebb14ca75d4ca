using System.Collections.Immutable;
using Kybernet.ApiServer.Admission.Certificates;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Admission.Networking;
using Kybernet.ApiServer.Admission.Nodes;
using Kybernet.ApiServer.Admission.Pods;
using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.ApiServer.Admission.Quota;
using Kybernet.ApiServer.Admission.Storage;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Authorization;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission;

/// <summary>
/// The plugins there are, in the order in which they are asked, and which are on. Upstream: <c>pkg/kubeapiserver/options/plugins.go</c>.
/// </summary>
internal static class AdmissionPlugins
{
    // In upstream's order: name, whether it is on by default, how it is made. NodeRestriction is on, as upstream's installers have it.
    private static readonly (string Name, bool IsOn, Func<ClusterView, ApiServerOptions, IAdmissionPlugin> Make)[] s_plugins =
    [
        ("NamespaceLifecycle", true, static (cluster, _) => new NamespaceLifecycle(cluster)),
        ("LimitRanger", true, static (cluster, _) => new LimitRanger(cluster)),
        ("ServiceAccount", true, static (cluster, _) => new ServiceAccountAdmission(cluster)),
        ("NodeRestriction", true, static (cluster, _) => new NodeRestriction(cluster)),
        ("TaintNodesByCondition", true, static (_, _) => new TaintNodesByCondition()),
        ("AlwaysPullImages", false, static (_, _) => new AlwaysPullImages()),
        ("PodSecurity", true, static (cluster, options) => new PodSecurityAdmission(cluster, options.PodSecurity)),
        ("Priority", true, static (cluster, _) => new PriorityAdmission(cluster)),
        ("DefaultTolerationSeconds", true, static (_, options) => new DefaultTolerationSeconds(
            options.DefaultNotReadyTolerationSeconds, options.DefaultUnreachableTolerationSeconds)),
        ("DefaultStorageClass", true, static (cluster, _) => new DefaultStorageClass(cluster)),
        ("StorageObjectInUseProtection", true, static (_, _) => new StorageObjectInUseProtection()),
        ("OwnerReferencesPermissionEnforcement", false, static (cluster, _) => new OwnerReferencesPermissionEnforcement(cluster)),
        ("PersistentVolumeClaimResize", true, static (cluster, _) => new VolumeClaimResize(cluster)),
        ("RuntimeClass", true, static (cluster, _) => new RuntimeClassAdmission(cluster)),
        ("CertificateApproval", true, static (cluster, _) => new CertificateApproval(cluster)),
        ("CertificateSigning", true, static (cluster, _) => new CertificateSigning(cluster)),
        ("CertificateSubjectRestriction", true, static (_, _) => new CertificateSubjectRestriction()),
        ("DefaultIngressClass", true, static (cluster, _) => new DefaultIngressClass(cluster)),
        ("DenyServiceExternalIPs", false, static (_, _) => new DenyServiceExternalIPs()),
        ("MutatingAdmissionWebhook", true, static (cluster, _) => new MutatingAdmissionWebhook(cluster, new(cluster))),
        ("ValidatingAdmissionWebhook", true, static (cluster, _) => new ValidatingAdmissionWebhook(cluster, new(cluster))),
        ("ResourceQuota", true, static (cluster, _) => new ResourceQuotaAdmission(cluster)),
    ];

    // Plugins of upstream this server does not have. They may be disabled, so that upstream's command lines are taken; not enabled.
    private static readonly string[] s_absent =
    [
        "AlwaysAdmit", "AlwaysDeny", "NamespaceAutoProvision", "NamespaceExists", "LimitPodHardAntiAffinityTopology", "ImagePolicyWebhook",
        "PodNodeSelector", "PodTolerationRestriction", "EventRateLimit", "ExtendedResourceToleration", "PodGroupProtection",
        "ClusterTrustBundleAttest", "PodTopologyLabels", "PodGroupWorkloadExists", "NodeDeclaredFeatureValidator", "JobValidation",
        "PodResizeValidator", "MutatingAdmissionPolicy", "ValidatingAdmissionPolicy",
    ];

    /// <summary>The plugins that are on, in their order. What keeps roles from growing cannot be turned off, and is asked first.</summary>
    public static ImmutableArray<IAdmissionPlugin> Build(ClusterView cluster, ApiServerOptions options, RbacEscalation escalation)
    {
        var plugins = new List<IAdmissionPlugin> { escalation };
        foreach (var (name, isOn, make) in s_plugins)
            if (IsOn(name, isOn, options)) plugins.Add(make(cluster, options));
        return [.. plugins];
    }

    /// <summary>What is wrong with the names; null when nothing is.</summary>
    public static string? Check(ListOf<string> enabled, ListOf<string> disabled)
    {
        foreach (var name in enabled)
        {
            if (s_absent.Contains(name)) return $"enable-admission-plugins plugin \"{name}\" is not there yet";
            if (!IsKnown(name)) return $"enable-admission-plugins plugin \"{name}\" is unknown";
            if (disabled.Contains(name)) return $"[{name}] in enable-admission-plugins and disable-admission-plugins overlapped";
        }

        foreach (var name in disabled)
            if (!IsKnown(name) && !s_absent.Contains(name)) return $"disable-admission-plugins plugin \"{name}\" is unknown";
        return null;
    }

    private static bool IsKnown(string name) => s_plugins.Any(plugin => plugin.Name == name);

    private static bool IsOn(string name, bool isOnByDefault, ApiServerOptions options) =>
        options.EnabledAdmissionPlugins.Contains(name) || (isOnByDefault && !options.DisabledAdmissionPlugins.Contains(name));
}

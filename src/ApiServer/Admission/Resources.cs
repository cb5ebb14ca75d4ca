using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Admission;

/// <summary>The resources built-in rules are about.</summary>
internal static class Resources
{
    public static GroupResource Pods { get; } = new("", "pods");

    public static GroupResource Nodes { get; } = new("", "nodes");

    public static GroupResource Namespaces { get; } = new("", "namespaces");

    public static GroupResource Services { get; } = new("", "services");

    public static GroupResource ServiceAccounts { get; } = new("", "serviceaccounts");

    public static GroupResource Secrets { get; } = new("", "secrets");

    public static GroupResource ConfigMaps { get; } = new("", "configmaps");

    public static GroupResource LimitRanges { get; } = new("", "limitranges");

    public static GroupResource ResourceQuotas { get; } = new("", "resourcequotas");

    public static GroupResource VolumeClaims { get; } = new("", "persistentvolumeclaims");

    public static GroupResource Volumes { get; } = new("", "persistentvolumes");

    public static GroupResource PriorityClasses { get; } = new("scheduling.k8s.io", "priorityclasses");

    public static GroupResource RuntimeClasses { get; } = new("node.k8s.io", "runtimeclasses");

    public static GroupResource StorageClasses { get; } = new("storage.k8s.io", "storageclasses");

    public static GroupResource CsiDrivers { get; } = new("storage.k8s.io", "csidrivers");

    public static GroupResource CsiNodes { get; } = new("storage.k8s.io", "csinodes");

    public static GroupResource VolumeAttachments { get; } = new("storage.k8s.io", "volumeattachments");

    public static GroupResource VolumeAttributesClasses { get; } = new("storage.k8s.io", "volumeattributesclasses");

    public static GroupResource Ingresses { get; } = new("networking.k8s.io", "ingresses");

    public static GroupResource IngressClasses { get; } = new("networking.k8s.io", "ingressclasses");

    public static GroupResource Leases { get; } = new("coordination.k8s.io", "leases");

    public static GroupResource SigningRequests { get; } = new("certificates.k8s.io", "certificatesigningrequests");

    public static GroupResource ResourceSlices { get; } = new("resource.k8s.io", "resourceslices");

    public static GroupResource ResourceClaims { get; } = new("resource.k8s.io", "resourceclaims");
}

using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.RootAuthority;

/// <summary>Keeps the cluster's certificate authority in every namespace, for pods to check the API server by. Keys are namespaces.</summary>
/// <remarks>Upstream: pkg/controller/certificates/rootcacertpublisher.</remarks>
public static class RootAuthorityController
{
    public const string Name = "root-ca-certificate-publisher-controller";
    public const string Identity = "root-ca-cert-publisher";

    public static Controller Create(ControllerContext context)
    {
        var namespaces = context.Informers.Of<Namespace>();
        var maps = context.Informers.Of<ConfigMap>();
        var reconciler = new RootAuthorityReconciler(context.ClientOf(Identity), maps, context.Options.RootAuthority);
        return new Controller(Name, reconciler, context) { Workers = 1 }.On(namespaces, KeysOf).On(maps, KeysOf);
    }

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Namespace> change) =>
        change.New is { } there && (change.Old is null || there.Status.Phase == NamespacePhase.Active) ? [new(there.Metadata.Name)] : [];

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<ConfigMap> change) =>
        change.Any.Metadata.Name == RootAuthorityPlan.MapName && change.Old is not null ? [new(change.Any.Metadata.Namespace)] : [];
}

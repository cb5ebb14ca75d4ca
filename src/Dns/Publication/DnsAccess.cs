using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Objects;

namespace Kybernet.Dns.Publication;

/// <summary>
/// What the server may do, for whoever sets up a cluster: read names everywhere, and write its own objects in <c>kube-system</c>.
/// </summary>
public static class DnsAccess
{
    /// <summary>The identity of the server: a service account's, as CoreDNS has one.</summary>
    public const string UserName = "system:serviceaccount:kube-system:kube-dns";

    private const string ClusterRoleName = "system:kube-dns";
    private const string RoleName = "kube-dns-publisher";
    private const string Account = "kube-dns";

    public static IReadOnlyList<IObject> Objects =>
    [
        new ClusterRole
        {
            Metadata = new() { Name = ClusterRoleName },
            Rules =
            [
                new() { ApiGroups = [""], Resources = ["services", "namespaces", "endpoints", "pods"], Verbs = ["get", "list", "watch"] },
                new() { ApiGroups = [""], Resources = ["nodes"], Verbs = ["get"] },
                new() { ApiGroups = ["discovery.k8s.io"], Resources = ["endpointslices"], Verbs = ["get", "list", "watch"] },
            ],
        },
        new ClusterRoleBinding
        {
            Metadata = new() { Name = ClusterRoleName },
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = ClusterRoleName },
            Subjects = [new() { Kind = "ServiceAccount", Namespace = KubeDns.Namespace, Name = Account }],
        },
        new Role
        {
            Metadata = new() { Namespace = KubeDns.Namespace, Name = RoleName },
            Rules =
            [
                new() { ApiGroups = [""], Resources = ["services"], Verbs = ["create"] },
                new() { ApiGroups = ["discovery.k8s.io"], Resources = ["endpointslices"], Verbs = ["create", "update"] },
            ],
        },
        new RoleBinding
        {
            Metadata = new() { Namespace = KubeDns.Namespace, Name = RoleName },
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = RoleName },
            Subjects = [new() { Kind = "ServiceAccount", Namespace = KubeDns.Namespace, Name = Account }],
        },
    ];
}

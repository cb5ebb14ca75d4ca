using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>
/// What who joins may do, beside the roles every API server makes. Upstream: kubeadm's phases bootstrap-token and kubelet-config, with its
/// names where it has them.
/// </summary>
internal static class JoinAccess
{
    /// <summary>The account of the approver of nodes' requests.</summary>
    public const string ApproverAccount = "node-request-approver";

    private const string RbacGroup = "rbac.authorization.k8s.io";
    private const string Certificates = "certificates.k8s.io";
    private const string Approver = "kybernet:" + ApproverAccount;

    public static IReadOnlyList<IObject> Objects =>
    [
        Bind("kubeadm:kubelet-bootstrap", "system:node-bootstrapper", ToGroup(BootstrapToken.Group)),
        Bind("kubeadm:node-autoapprove-bootstrap", "system:certificates.k8s.io:certificatesigningrequests:nodeclient", ToGroup(BootstrapToken.Group)),
        Bind("kubeadm:node-autoapprove-certificate-rotation",
            "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", ToGroup("system:nodes")),
        new ClusterRole { Metadata = new() { Name = Approver }, Rules = ApproverRules },
        Bind(Approver, Approver, new() { Kind = "ServiceAccount", Namespace = "kube-system", Name = ApproverAccount }),
        .. Reading(
            "kube-public", "kubeadm:bootstrap-signer-clusterinfo", JoinFacts.ClusterInfo,
            new() { Kind = "User", ApiGroup = RbacGroup, Name = "system:anonymous" }),
        .. Reading("kube-system", "kybernet:nodes-config", JoinFacts.NodeConfig, ToGroup("system:nodes")),
    ];

    private static ListOf<PolicyRule> ApproverRules =>
    [
        new() { ApiGroups = [Certificates], Resources = ["certificatesigningrequests"], Verbs = ["get", "list", "watch"] },
        new() { ApiGroups = [Certificates], Resources = ["certificatesigningrequests/approval"], Verbs = ["update"] },
        new() { ApiGroups = [Certificates], Resources = ["signers"], ResourceNames = [.. NodeRequestPolicy.Signers], Verbs = ["approve"] },
        new() { ApiGroups = [""], Resources = ["nodes"], Verbs = ["get", "list", "watch"] },
    ];

    private static Subject ToGroup(string name) => new() { Kind = "Group", ApiGroup = RbacGroup, Name = name };

    private static ClusterRoleBinding Bind(string name, string role, Subject subject) => new()
    {
        Metadata = new() { Name = name },
        RoleRef = new() { ApiGroup = RbacGroup, Kind = "ClusterRole", Name = role },
        Subjects = [subject],
    };

    private static IObject[] Reading(string @namespace, string name, string map, Subject subject) =>
    [
        new Role
        {
            Metadata = new() { Namespace = @namespace, Name = name },
            Rules = [new() { ApiGroups = [""], Resources = ["configmaps"], ResourceNames = [map], Verbs = ["get"] }],
        },
        new RoleBinding
        {
            Metadata = new() { Namespace = @namespace, Name = name },
            RoleRef = new() { ApiGroup = RbacGroup, Kind = "Role", Name = name },
            Subjects = [subject],
        },
    ];
}

using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Admission.Nodes;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using UserInfo = Kybernet.ApiServer.Registry.UserInfo;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>What a node may write beside what its authoriser lets through.</summary>
public sealed class NodeRestrictionTests : IAsyncLifetime
{
    private static readonly UserInfo s_node = AdmissionCluster.User("system:node:a", "system:nodes");
    private AdmissionCluster _cluster = null!;
    private string _uid = "";

    public async ValueTask InitializeAsync()
    {
        _cluster = await AdmissionCluster.StartAsync(static options => options with
        {
            DisabledAdmissionPlugins = ["ServiceAccount",
            "TaintNodesByCondition"]
        });
        _uid = (await _cluster.MakeAsync<Node>("{apiVersion: v1, kind: Node, metadata: {name: a}}")).Metadata.Uid;
        await _cluster.MakeAsync<Node>("{apiVersion: v1, kind: Node, metadata: {name: b}}");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("{kubernetes.io/hostname: a, topology.kubernetes.io/zone: z, my.example/x: v, x.kubelet.kubernetes.io/w: z, plain: x}", "")]
    [InlineData("{node-role.kubernetes.io/control-plane: ''}", "node-role.kubernetes.io/control-plane")]
    [InlineData("{node-restriction.kubernetes.io/fips: 'true', foo.node-restriction.kubernetes.io/x: v}",
        "foo.node-restriction.kubernetes.io/x, node-restriction.kubernetes.io/fips")]
    [InlineData("{foo.k8s.io/x: v, other.kubernetes.io/z: v}", "foo.k8s.io/x, other.kubernetes.io/z")]
    [InlineData("{notkubernetes.io/x: v}", "")]
    public void ForbiddenLabels_Changed_AreThoseOthersTrust(string labels, string expected)
    {
        var node = Manifests.Read<Node>($"{{apiVersion: v1, kind: Node, metadata: {{name: a, labels: {labels}}}}}");

        Assert.Equal(expected, string.Join(", ", NodeRules.ForbiddenLabels(node.Metadata.Labels, default)));
        Assert.Equal(expected, string.Join(", ", NodeRules.ForbiddenLabels(default, node.Metadata.Labels)));
        Assert.Empty(NodeRules.ForbiddenLabels(node.Metadata.Labels, node.Metadata.Labels));
    }

    [Fact]
    public async Task Update_OfOwnNode_MayNotChangeTaintsOrOthersLabels()
    {
        Assert.Null((await ChangeNodeAsync("a", static node => node with { Spec = node.Spec with { Unschedulable = true } })).Error);
        Assert.Contains("node \"a\" is not allowed to modify taints", (await ChangeNodeAsync(
            "a", static node => node with { Spec = node.Spec with { Taints = [new() { Key = "k", Effect = "NoSchedule" }] } })).Error!.Message,
                StringComparison.Ordinal);
        Assert.Contains("is not allowed to modify labels: node-role.kubernetes.io/x", (await ChangeNodeAsync(
            "a", static node => node with { Metadata = node.Metadata with { Labels = MapOf.Of(("node-role.kubernetes.io/x", "")) } })).Error!.Message,
            StringComparison.Ordinal);
        Assert.Contains("node \"a\" is not allowed to modify node \"b\"", (await ChangeNodeAsync("b", static node => node)).Error!.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata", "{annotations: null}", "pod does not have \"kubernetes.io/config.mirror\" annotation, node \"a\" can only create mirror pods")]
    [InlineData("spec", "{nodeName: b}", "node \"a\" can only create pods with spec.nodeName set to itself")]
    [InlineData("metadata", "{ownerReferences: []}", "node \"a\" can only create pods with an owner reference set to itself")]
    [InlineData("metadata/ownerReferences/0", "{name: b}", "node \"a\" can only create pods with an owner reference set to itself")]
    [InlineData("metadata/ownerReferences/0", "{controller: false}", "node \"a\" can only create pods with a controller owner reference set to itself")]
    [InlineData("metadata/ownerReferences/0", "{blockOwnerDeletion: true}", "node \"a\" must not set blockOwnerDeletion on an owner reference")]
    [InlineData("metadata/ownerReferences/0", "{uid: other}", "node a UID mismatch: expected other got ")]
    [InlineData("spec", "{serviceAccountName: x}", "node \"a\" can not create pods that reference serviceaccounts")]
    [InlineData("spec", "{imagePullSecrets: [{name: x}]}", "node \"a\" can not create pods that reference secrets")]
    [InlineData("spec", "{volumes: [{name: v, configMap: {name: x}}]}", "node \"a\" can not create pods that reference configmaps")]
    [InlineData("spec", "{volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]}",
        "node \"a\" can not create pods that reference persistentvolumeclaims")]
    [InlineData("spec", "{volumes: [{name: v, csi: {driver: d}}]}", "node \"a\" can not create pods that reference csidrivers (via CSI volumes)")]
    [InlineData("spec", "{volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: t}}]}}]}",
        "node \"a\" can not create pods that reference serviceaccounts (via projected volumes)")]
    [InlineData("spec", "{volumes: [{name: v, hostPath: {path: /x}}]}", "")]
    public async Task Create_Pod_OnlyMirrorsThatReferToNothing(string at, string patch, string expected)
    {
        var made = await _cluster.TryMakeAsync(Mirror(at, patch), s_node);

        if (expected.Length == 0) Assert.Null(made.Error);
        else Assert.StartsWith("pods \"m\" is forbidden: " + expected, made.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pods", "binding", "unexpected pod subresource \"binding\", only 'status' and 'eviction' are allowed")]
    [InlineData("pods", "ephemeralcontainers", "unexpected pod subresource \"ephemeralcontainers\", only 'status' and 'eviction' are allowed")]
    [InlineData("persistentvolumeclaims", "", "may only update PVC status")]
    public async Task Admit_OtherDoors_AreShut(string resource, string subresource, string expected)
    {
        var refused = await AdmitAsync("", resource, subresource, AdmissionOperation.Update, new Pod(), new Pod());
        Assert.EndsWith(expected, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pod-a", "")]
    [InlineData("pod-b", "node a can only evict pods with spec.nodeName set to itself")]
    [InlineData("none", "pod \"none\" not found")]
    public async Task Evict_Pod_OnlyItsOwn(string name, string expected)
    {
        await MakePodsAsync();
        var refused = await AdmitAsync("", "pods", "eviction", AdmissionOperation.Create, new Eviction(), null, name);
        Assert.EndsWith(expected, refused, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, refused.Length == 0);
    }

    [Theory]
    [InlineData("{}", "node requested token not bound to a pod")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Secret, name: pod-a}}", "node requested token not bound to a pod")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-a}}", "node requested token with a pod binding without a uid")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-a, uid: x}}",
        "does not match the UID in record. The object might have been deleted and then recreated")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-b, uid: UID}}", "node requested token bound to a pod scheduled on a different node")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-a, uid: UID}, audiences: [vault]}", "")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-a, uid: UID}, audiences: [other]}",
        "audience \"other\" not found in pod spec volume, system:node:a is not authorized to request tokens for this audience")]
    [InlineData("{boundObjectRef: {apiVersion: v1, kind: Pod, name: pod-a, uid: UID}, audiences: [a, b]}", "node may only request 0 or 1 audiences")]
    public async Task RequestToken_OnlyForPodsItRunsAndTheirAudiences(string spec, string expected)
    {
        var pods = await MakePodsAsync();
        spec = spec.Replace("UID", spec.Contains("pod-b", StringComparison.Ordinal) ? pods.B : pods.A, StringComparison.Ordinal);
        var request = Manifests.Patched<TokenRequest>("{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}", "spec", spec);

        var refused = await AdmitAsync("", "serviceaccounts", "token", AdmissionOperation.Create, request, null, "sa");

        Assert.EndsWith(expected, refused, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, refused.Length == 0);
    }

    [Theory]
    [InlineData("kube-node-lease", "a", "")]
    [InlineData("kube-node-lease", "b", "can only access node lease with the same name as the requesting node")]
    [InlineData("default", "a", "can only access leases in the \"kube-node-lease\" system namespace")]
    public async Task Create_Lease_OnlyItsOwn(string @namespace, string name, string expected)
    {
        var made = await _cluster.TryMakeAsync(Manifests.Read<Lease>($"{{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {{name: {name}, "
            + $"namespace: {@namespace}}}}}"), s_node);
        if (expected.Length == 0) Assert.Null(made.Error);
        else Assert.EndsWith(expected, made.Error!.Message, StringComparison.Ordinal);
    }

    private Pod Mirror(string at, string patch) => Manifests.Patched<Pod>($$$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: m
          namespace: default
          annotations: {kubernetes.io/config.mirror: x}
          ownerReferences: [{apiVersion: v1, kind: Node, name: a, uid: {{{_uid}}}, controller: true}]
        spec: {nodeName: a, containers: [{name: c, image: x}]}
        """, at, patch);

    private async Task<(string A, string B)> MakePodsAsync()
    {
        const string Pod = """
            {apiVersion: v1, kind: Pod, metadata: {name: pod-NODE, namespace: default},
             spec: {nodeName: NODE, serviceAccountName: sa, containers: [{name: c, image: x}], volumes: [{name: t,
               projected: {sources: [{serviceAccountToken: {path: t, audience: vault}}]}}]}}
            """;
        var a = await _cluster.MakeAsync<Pod>(Pod.Replace("NODE", "a", StringComparison.Ordinal));
        var b = await _cluster.MakeAsync<Pod>(Pod.Replace("NODE", "b", StringComparison.Ordinal));
        return (a.Metadata.Uid, b.Metadata.Uid);
    }

    private Task<Outcome<Node>> ChangeNodeAsync(string name, Func<Node, Node> change) => _cluster.ChangeAsync("", name, change, s_node);

    /// <summary>The refusal's message; empty when there is none.</summary>
    private async Task<string> AdmitAsync(
        string group, string resource, string subresource, AdmissionOperation operation, IObject value, IObject? old, string name = "x")
    {
        var found = _cluster.Registry.Find(new(group, "v1", resource))!;
        var request = new WriteRequest { User = s_node, Namespace = "default", Name = name, Subresource = subresource };
        var admitted = await found.Admission.MutateAsync(new(found.Info, operation, request) { Name = name }, value, old, CancellationToken.None);
        return admitted.Error?.Message ?? "";
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Api.Rbac.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Authorization.DefaultPolicy;
using Kybernet.ApiServer.Authorization.Nodes;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Tests.Admission;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>What a node may read and write. The node asked about is <c>a</c>, unless the row begins with another.</summary>
public sealed class NodeAuthorizerTests : IAsyncLifetime
{
    private const string Unrelated = "no relationship found between node 'a' and this object";
    private const string ReadOnly = "can only read resources of this type";
    private const string GetOnly = "can only get individual resources of this type";
    private const string NoTokens = "can only create tokens for individual service accounts";
    private const string LeaseVerbs = "can only get, create, update, patch, or delete a node lease";
    private const string OwnLease = "can only access node lease with the same name as the requesting node";
    private const string LeaseSpace = "can only access leases in the \"kube-node-lease\" system namespace";
    private const string CsiVerbs = "can only get, create, update, patch, or delete a CSINode";
    private const string OwnCsi = "can only access CSINode with the same name as the requesting node";
    private const string SliceSelector = "can only list/watch/deletecollection resourceslices with nodeName field selector";
    private const string PodSelector = "can only list/watch pods with spec.nodeName field selector";

    private AdmissionCluster _cluster = null!;
    private NodeAuthorizer _authorizer = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        foreach (var node in (string[])["a", "b"])
        {
            await _cluster.MakeAsync<Pod>($$$"""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod-{{{node}}}, namespace: default}
                spec:
                  nodeName: {{{node}}}
                  serviceAccountName: sa-{{{node}}}
                  imagePullSecrets: [{name: pull-{{{node}}} }]
                  resourceClaims: [{name: r, resourceClaimName: device-{{{node}}} }]
                  volumes:
                  - {name: s, secret: {secretName: secret-{{{node}}} } }
                  - {name: m, configMap: {name: map-{{{node}}} } }
                  - {name: c, persistentVolumeClaim: {claimName: claim-{{{node}}} } }
                  - {name: e, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi} } } } } }
                  - {name: p, projected: {sources: [{secret: {name: part-{{{node}}} } }, {configMap: {name: mappart-{{{node}}} } }]} }
                  initContainers: [{name: i, image: x, envFrom: [{secretRef: {name: envfrom-{{{node}}} } }, {configMapRef: {name: mapfrom-{{{node}}} } }]}]
                  containers: [{name: c, image: x, env: [{name: E, valueFrom: {secretKeyRef: {name: env-{{{node}}}, key: k} } }, {name: F,
                    valueFrom: {configMapKeyRef: {name: mapenv-{{{node}}}, key: k} } }]}]
                """);
            await _cluster.MakeAsync<PersistentVolume>($$$"""
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: volume-{{{node}}} },
                 spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], claimRef: {namespace: default, name: claim-{{{node}}} },
                        csi: {driver: d, volumeHandle: h, nodePublishSecretRef: {namespace: vault, name: csi-{{{node}}} },
                          controllerExpandSecretRef: {namespace: vault, name: control-{{{node}}} } } } }
                """);
            await _cluster.MakeAsync<VolumeAttachment>($$$"""
                {apiVersion: storage.k8s.io/v1, kind: VolumeAttachment, metadata: {name: attached-{{{node}}} }, spec: {attacher: d, nodeName: {{{node}}},
                  source: {persistentVolumeName: volume-{{{node}}} } } }
                """);
            await _cluster.MakeAsync<ResourceSlice>($$$"""
                {apiVersion: resource.k8s.io/v1, kind: ResourceSlice, metadata: {name: slice-{{{node}}} }, spec: {driver: d.example, nodeName: {{{node}}},
                  pool: {name: p, generation: 1, resourceSliceCount: 1} } }
                """);
        }

        var role = DefaultPolicies.All.OfType<ClusterRole>().First(static role => role.Metadata.Name == "system:node");
        _authorizer = new(new(Cache("", "pods"), Cache("", "persistentvolumes")), role.Rules, Cache);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Authorize_Node_MayWhatItsPodsNeed(string request, string expected)
    {
        var decision = await _authorizer.AuthorizeAsync(AdmissionCluster.User("system:node:a", "system:nodes"), Parse(request), CancellationToken.None);

        Assert.Equal((expected == "ok", expected is "ok" or "no" ? "" : expected), (decision.IsAllowed, decision.Reason));
    }

    [Theory]
    [InlineData("system:node:a", "", "")]
    [InlineData("alice", "system:nodes", "")]
    [InlineData("system:node:", "system:nodes", "unknown node for user \"system:node:\"")]
    public async Task Authorize_NotANode_HasNoOpinion(string user, string group, string reason)
    {
        var decision = await _authorizer.AuthorizeAsync(AdmissionCluster.User(user, group), Parse("get secrets default/secret-a"), CancellationToken.None);

        Assert.Equal((false, reason), (decision.IsAllowed, decision.Reason));
    }

    [Fact]
    public async Task Authorize_PodIsGone_ItsSecretsAreClosed()
    {
        Assert.True((await AskAsync("get secrets default/secret-a")).IsAllowed);

        await _cluster.DeleteAsync<Pod>("default", "pod-a");
        var pods = _cluster.Registry.Find(new("", "v1", "pods"))!.Cache;
        await pods.UntilAsync(() => pods.Snapshot.Objects.Find("default/pod-a") is null, TestContext.Current.CancellationToken);

        Assert.False((await AskAsync("get secrets default/secret-a")).IsAllowed);
        Assert.False((await AskAsync("get secrets vault/csi-a")).IsAllowed);
    }

    [Fact]
    public async Task Authorize_MirrorPod_OpensNothing()
    {
        await _cluster.MakeAsync<Pod>("""
            {apiVersion: v1, kind: Pod, metadata: {name: mirror, namespace: default, annotations: {kubernetes.io/config.mirror: x}},
             spec: {nodeName: a, containers: [{name: c, image: x}], volumes: [{name: m, configMap: {name: prey}}]}}
            """);

        Assert.False((await AskAsync("get configmaps default/prey")).IsAllowed);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Rows()
    {
        string[] secrets = ["secret", "pull", "part", "envfrom", "env"];
        string[] maps = ["map", "mappart", "mapfrom", "mapenv"];
        foreach (var (resource, names) in new[] { ("secrets", secrets), ("configmaps", maps) })
        {
            foreach (var name in names)
            {
                foreach (var verb in (string[])["get", "list", "watch"])
                {
                    yield return new($"{verb} {resource} default/{name}-a", "ok");
                    yield return new($"{verb} {resource} default/{name}-b", Unrelated);
                }
            }

            foreach (var verb in (string[])["create", "update", "patch", "delete", "deletecollection"])
                yield return new($"{verb} {resource} default/{names[0]}-a", ReadOnly);
            yield return new($"get {resource}/x default/{names[0]}-a", "cannot read subresource");
            yield return new($"get {resource} other/{names[0]}-a", Unrelated);
            yield return new($"list {resource} default/", "No Object name found");
            yield return new($"list {resource} /", "can only read namespaced object of this type");
            yield return new($"get {resource} default/unknown", Unrelated);
        }

        foreach (var row in Fixed) yield return new(row.Request, row.Expected);
    }

    private static (string Request, string Expected)[] Fixed =>
    [
        ("get secrets vault/csi-a", "ok"), ("get secrets vault/csi-b", Unrelated), ("get secrets vault/control-a", Unrelated),
        ("get persistentvolumeclaims default/claim-a", "ok"), ("get persistentvolumeclaims default/claim-b", Unrelated),
        ("get persistentvolumeclaims default/pod-a-e", "ok"), ("list persistentvolumeclaims default/claim-a", GetOnly),
        ("update persistentvolumeclaims default/claim-a", GetOnly), ("get persistentvolumeclaims/x default/claim-a", "cannot get subresource"),
        ("update persistentvolumeclaims/status default/claim-a", "ok"), ("patch persistentvolumeclaims/status default/claim-a", "ok"),
        ("update persistentvolumeclaims/status default/claim-b", Unrelated),
        ("get persistentvolumeclaims/status default/claim-a", "can only get/update/patch this type"),
        ("get persistentvolumes /volume-a", "ok"), ("get persistentvolumes /volume-b", Unrelated), ("list persistentvolumes /", GetOnly),
        ("watch persistentvolumes /volume-a", GetOnly), ("get persistentvolumes /none", Unrelated),
        ("get volumeattachments.storage.k8s.io /attached-a", "ok"), ("get volumeattachments.storage.k8s.io /attached-b", Unrelated),
        ("list volumeattachments.storage.k8s.io /", GetOnly),
        ("get resourceclaims.resource.k8s.io default/device-a", "ok"), ("get resourceclaims.resource.k8s.io default/device-b", Unrelated),
        ("list resourceclaims.resource.k8s.io default/", GetOnly), ("update resourceclaims.resource.k8s.io default/device-a", GetOnly),
        ("get serviceaccounts default/sa-a", "ok"), ("get serviceaccounts default/sa-b", Unrelated), ("list serviceaccounts default/", NoTokens),
        ("create serviceaccounts/token default/sa-a", "ok"), ("create serviceaccounts/token default/sa-b", Unrelated),
        ("create serviceaccounts/token default/default", Unrelated), ("create serviceaccounts default/sa-a",
            "can only create token subresource of serviceaccount"),
        ("create serviceaccounts/token default/", NoTokens), ("update serviceaccounts/token default/sa-a", NoTokens), ("delete serviceaccounts default/sa-a",
            NoTokens),
        ("get leases.coordination.k8s.io kube-node-lease/a", "ok"), ("create leases.coordination.k8s.io kube-node-lease/", "ok"),
        ("update leases.coordination.k8s.io kube-node-lease/a", "ok"), ("patch leases.coordination.k8s.io kube-node-lease/a", "ok"),
        ("delete leases.coordination.k8s.io kube-node-lease/a", "ok"), ("get leases.coordination.k8s.io kube-node-lease/b", OwnLease),
        ("update leases.coordination.k8s.io kube-node-lease/b", OwnLease), ("delete leases.coordination.k8s.io kube-node-lease/b", OwnLease),
        ("list leases.coordination.k8s.io kube-node-lease/", LeaseVerbs), ("watch leases.coordination.k8s.io kube-node-lease/a", LeaseVerbs),
        ("deletecollection leases.coordination.k8s.io kube-node-lease/", LeaseVerbs),
        ("get leases.coordination.k8s.io default/a", LeaseSpace), ("create leases.coordination.k8s.io default/", LeaseSpace),
        ("get csinodes.storage.k8s.io /a", "ok"), ("create csinodes.storage.k8s.io /", "ok"), ("update csinodes.storage.k8s.io /a", "ok"),
        ("patch csinodes.storage.k8s.io /a", "ok"), ("delete csinodes.storage.k8s.io /a", "ok"), ("get csinodes.storage.k8s.io /b", OwnCsi),
        ("delete csinodes.storage.k8s.io /b", OwnCsi), ("list csinodes.storage.k8s.io /", CsiVerbs),
        ("get csinodes.storage.k8s.io/x /a", "cannot authorize CSINode subresources"),
        ("create resourceslices.resource.k8s.io /", "ok"), ("get resourceslices.resource.k8s.io /slice-a", "ok"),
        ("update resourceslices.resource.k8s.io /slice-a", "ok"), ("patch resourceslices.resource.k8s.io /slice-a", "ok"),
        ("delete resourceslices.resource.k8s.io /slice-a", "ok"), ("get resourceslices.resource.k8s.io /slice-b", Unrelated),
        ("delete resourceslices.resource.k8s.io /slice-b", Unrelated), ("list resourceslices.resource.k8s.io /", SliceSelector),
        ("list resourceslices.resource.k8s.io / spec.nodeName=a", "ok"), ("watch resourceslices.resource.k8s.io / spec.nodeName==a", "ok"),
        ("deletecollection resourceslices.resource.k8s.io / spec.nodeName=a", "ok"), ("list resourceslices.resource.k8s.io / spec.nodeName=b", SliceSelector),
        ("list resourceslices.resource.k8s.io / spec.nodeName!=a", SliceSelector),
        ("get resourceslices.resource.k8s.io/x /slice-a", "cannot authorize ResourceSlice subresources"),
        ("get nodes /a", "ok"), ("list nodes /a", "ok"), ("watch nodes /a", "ok"), ("create nodes /", "ok"), ("update nodes /a", "ok"), ("patch nodes /a",
            "ok"),
        ("update nodes/status /a", "ok"), ("patch nodes/status /a", "ok"), ("get nodes /b", "node 'a' cannot read 'b', only its own Node object"),
        ("list nodes /", "node 'a' cannot read all nodes, only its own Node object"), ("delete nodes /a", "no"), ("get nodes/status /a", "no"),
            ("get nodes/proxy /a", "no"),
        ("get pods default/pod-a", "ok"), ("get pods default/pod-b", Unrelated), ("list pods /", PodSelector), ("list pods default/", PodSelector),
        ("list pods / spec.nodeName=a", "ok"), ("watch pods / spec.nodeName=a", "ok"), ("watch pods / spec.nodeName=b", PodSelector),
        ("list pods / spec.nodeName=a,status.phase=Running", "ok"), ("list pods default/pod-a", "ok"), ("list pods default/pod-b", Unrelated),
        ("create pods default/", "ok"), ("delete pods default/pod-b", "ok"), ("update pods default/pod-a", "no"), ("patch pods default/pod-a", "no"),
        ("deletecollection pods default/", "no"), ("update pods/status default/pod-a", "ok"), ("patch pods/status default/pod-a", "ok"),
        ("get pods/status default/pod-a", "no"), ("create pods/eviction default/pod-a", "ok"), ("create pods/binding default/pod-a", "no"),
        ("update pods/ephemeralcontainers default/pod-a", "no"), ("get pods/log default/pod-a", "no"), ("create pods/exec default/pod-a", "no"),
        ("get services default/x", "ok"), ("list services /", "ok"), ("watch services /", "ok"), ("create services default/", "no"),
        ("create events default/", "ok"), ("patch events default/e", "ok"), ("list events /", "no"), ("get endpoints default/x", "ok"),
        ("create tokenreviews.authentication.k8s.io /", "ok"), ("create subjectaccessreviews.authorization.k8s.io /", "ok"),
        ("create certificatesigningrequests.certificates.k8s.io /", "ok"), ("get certificatesigningrequests.certificates.k8s.io /x", "ok"),
        ("update certificatesigningrequests.certificates.k8s.io/approval /x", "no"), ("list csidrivers.storage.k8s.io /", "ok"),
        ("list runtimeclasses.node.k8s.io /", "ok"), ("get deployments.apps default/x", "no"), ("list namespaces /", "no"),
        ("get clusterroles.rbac.authorization.k8s.io /cluster-admin", "no"), ("create clusterrolebindings.rbac.authorization.k8s.io /", "no"),
    ];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private ValueTask<ApiServer.Authorization.AuthorizationDecision> AskAsync(string request) =>
        _authorizer.AuthorizeAsync(AdmissionCluster.User("system:node:a", "system:nodes"), Parse(request), CancellationToken.None);

    private Kybernet.ApiServer.WatchCache.ResourceCache Cache(string group, string resource) => _cluster.Registry.Find(new(group, "v1", resource))!.Cache;

    /// <summary><c>verb resource[.group][/subresource] namespace/name [field selector]</c>.</summary>
    private static RequestInfo Parse(string text)
    {
        var parts = text.Split(' ');
        var (resource, subresource) = parts[1].Split('/') is [var one, var two] ? (one, two) : (parts[1], "");
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        var target = parts[2].Split('/');
        return new()
        {
            Path = "",
            Verb = parts[0],
            IsResourceRequest = true,
            ApiGroup = dot < 0 ? "" : resource[(dot + 1)..],
            ApiVersion = "v1",
            Resource = dot < 0 ? resource : resource[..dot],
            Subresource = subresource,
            Namespace = target[0],
            Name = target[1],
            FieldSelector = parts.Length > 3 ? parts[3] : "",
        };
    }
}

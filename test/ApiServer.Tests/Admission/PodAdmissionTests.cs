using Kybernet.Api.Core.V1;
using Kybernet.Api.Node.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>What becomes of a pod between the client and the store.</summary>
public sealed class PodAdmissionTests
{
    private const string Account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: default}, imagePullSecrets: [{name: pull}]}";
    private const string Pod = """
        {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: {containers: [{name: c, image: x}]}}
        """;

    [Fact]
    public async Task Create_PlainPod_GetsAccountTokenPriorityAndTolerations()
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<ServiceAccount>(Account);

        var pod = await cluster.MakeAsync<Pod>(Pod);

        Assert.Equal(("default", "default"), (pod.Spec.ServiceAccountName, pod.Spec.ServiceAccount));
        var volume = Assert.Single(pod.Spec.Volumes);
        Assert.StartsWith("kube-api-access-", volume.Name, StringComparison.Ordinal);
        Assert.Equal([volume.Name], pod.Spec.Containers[0].VolumeMounts.Select(static mount => mount.Name));
        Assert.Equal("/var/run/secrets/kubernetes.io/serviceaccount", pod.Spec.Containers[0].VolumeMounts[0].MountPath);
        Assert.Equal(3607, volume.Projected!.Sources[0].ServiceAccountToken!.ExpirationSeconds);
        Assert.Equal("kube-root-ca.crt", volume.Projected.Sources[1].ConfigMap!.Name);
        Assert.Equal("metadata.namespace", volume.Projected.Sources[2].DownwardAPI!.Items[0].FieldRef!.FieldPath);
        Assert.Equal("pull", Assert.Single(pod.Spec.ImagePullSecrets).Name);
        Assert.Equal((0, "PreemptLowerPriority"), (pod.Spec.Priority, pod.Spec.PreemptionPolicy));
        Assert.Equal(
            ["node.kubernetes.io/not-ready:300", "node.kubernetes.io/unreachable:300"],
            pod.Spec.Tolerations.Select(static one => $"{one.Key}:{one.TolerationSeconds}"));
    }

    [Theory]
    [InlineData("{automountServiceAccountToken: false}", 0)]
    [InlineData("{containers: [{name: c, image: x, volumeMounts: [{name: v, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}], volumes: "
        + "[{name: v, emptyDir: {}}]}", 1)]
    public async Task Create_PodThatWantsNoToken_GetsNone(string patch, int volumes)
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<ServiceAccount>(Account);

        var pod = await cluster.TryMakeAsync(Manifests.Patched<Pod>(Pod, "spec", patch));

        Assert.Equal(volumes, pod.Value.Spec.Volumes.Count);
        Assert.DoesNotContain(pod.Value.Spec.Volumes, static volume => volume.Projected is not null);
    }

    [Fact]
    public async Task Create_DefaultAccountComesLater_WaitsForIt()
    {
        await using var cluster = await AdmissionCluster.StartAsync();

        var creating = cluster.TryMakeAsync(Manifests.Read<Pod>(Pod));
        await cluster.MakeAsync<ServiceAccount>(Account);

        Assert.Equal("default", (await creating).Value.Spec.ServiceAccountName);
    }

    [Fact]
    public async Task Create_OtherAccountMissing_IsForbidden()
    {
        await using var cluster = await AdmissionCluster.StartAsync();

        var made = await cluster.TryMakeAsync(Manifests.Patched<Pod>(Pod, "spec", "{serviceAccountName: other}"));

        Assert.Equal("pods \"p\" is forbidden: error looking up service account default/other: serviceaccount \"other\" not found", made.Error!.Message);
    }

    [Theory]
    [InlineData("{volumes: [{name: v, secret: {secretName: s}}]}",
        "volume with secret.secretName=\"s\" is not allowed because service account strict does not reference that secret")]
    [InlineData("{containers: [{name: c, image: x, env: [{name: E, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]}",
        "container c with envVar E referencing secret.secretName=\"s\" is not allowed because service account strict does not reference that secret")]
    [InlineData("{imagePullSecrets: [{name: s}]}",
        "imagePullSecrets[0].name=\"s\" is not allowed because service account strict does not reference that imagePullSecret")]
    [InlineData("{volumes: [{name: v, secret: {secretName: mine}}]}", "")]
    public async Task Create_AccountLimitsSecrets_OthersAreForbidden(string patch, string expected)
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<ServiceAccount>(
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: strict, namespace: default, annotations: {kubernetes.io/enforce-mountable-secrets: "
                + "'true'}}, secrets: [{name: mine}]}");
        var pod = Manifests.Patched<Pod>(Pod, "spec", patch);

        var made = await cluster.TryMakeAsync(pod with { Spec = pod.Spec with { ServiceAccountName = "strict" } });

        Assert.Equal(expected.Length == 0 ? null : "pods \"p\" is forbidden: " + expected, made.Error?.Message);
    }

    [Theory]
    [InlineData("{}", "", "0 PreemptLowerPriority ")]
    [InlineData("{priorityClassName: high}", "", "1000 Never high")]
    [InlineData("{priorityClassName: system-node-critical}", "", "2000001000 PreemptLowerPriority system-node-critical")]
    [InlineData("{priorityClassName: none}", "no PriorityClass with name none was found", "")]
    [InlineData("{priority: 5}",
        "the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name", "")]
    [InlineData("{priorityClassName: high, preemptionPolicy: PreemptLowerPriority}",
        "the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from "
            + "the given PriorityClass name", "")]
    public async Task Create_PriorityClass_BecomesPriority(string patch, string refused, string expected)
    {
        await using var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        await cluster.MakeAsync<PriorityClass>("{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000, "
            + "preemptionPolicy: Never}");

        var made = await cluster.TryMakeAsync(Manifests.Patched<Pod>(Pod, "spec", patch));

        if (refused.Length > 0) Assert.Equal("pods \"p\" is forbidden: " + refused, made.Error!.Message);
        else Assert.Equal(expected, $"{made.Value.Spec.Priority} {made.Value.Spec.PreemptionPolicy} {made.Value.Spec.PriorityClassName}");
    }

    [Fact]
    public async Task Create_SecondDefaultPriorityClass_IsForbidden()
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<PriorityClass>("{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: one}, value: 7, globalDefault: "
            + "true}");

        var made = await cluster.TryMakeAsync(
            Manifests.Read<PriorityClass>("{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: two}, value: 8, globalDefault: true}"));

        Assert.Contains("PriorityClass one is already marked as default. Only one default can exist", made.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{runtimeClassName: vm}", "", "250m 2 true")]
    [InlineData("{runtimeClassName: vm, nodeSelector: {kind: other}}",
        "conflict: runtimeClass.scheduling.nodeSelector[kind] = vm; pod.spec.nodeSelector[kind] = other", "")]
    [InlineData("{runtimeClassName: none}", "pod rejected: RuntimeClass \"none\" not found", "")]
    [InlineData("{overhead: {cpu: 1}}", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead", "")]
    [InlineData("{runtimeClassName: vm, overhead: {cpu: 1}}", "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead", "")]
    public async Task Create_RuntimeClass_GivesOverheadAndNodes(string patch, string refused, string expected)
    {
        await using var cluster = await AdmissionCluster.StartAsync(
            static options => options with { DisabledAdmissionPlugins = ["ServiceAccount", "DefaultTolerationSeconds"] });
        await cluster.MakeAsync<RuntimeClass>("""
            {apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: vm}, handler: vm, overhead: {podFixed: {cpu: 250m}},
             scheduling: {nodeSelector: {kind: vm}, tolerations: [{key: vm, operator: Exists}, {key: vm, operator: Exists, effect: NoSchedule}, {key: b,
               operator: Exists}]}}
            """);

        var made = await cluster.TryMakeAsync(Manifests.Patched<Pod>(Pod, "spec", patch));

        if (refused.Length > 0) Assert.Equal("pods \"p\" is forbidden: " + refused, made.Error!.Message);
        else Assert.Equal(expected,
            $"{made.Value.Spec.Overhead["cpu"]} {made.Value.Spec.Tolerations.Count} {(made.Value.Spec.NodeSelector["kind"] == "vm" ? "true" : "")}");
    }

    [Fact]
    public async Task Create_InPrivilegedNamespaceByDefault_IsLetIn_InARestrictedOneNot()
    {
        await using var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        await cluster.MakeAsync<Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: tight, labels: {pod-security.kubernetes.io/enforce: "
            + "restricted}}}");
        var privileged = Manifests.Patched<Pod>(Pod, "spec", "{hostNetwork: true}");

        Assert.True((await cluster.TryMakeAsync(privileged)).IsOk);
        var refused = await cluster.TryMakeAsync(privileged with { Metadata = privileged.Metadata with { Namespace = "tight" } });

        Assert.StartsWith(
            "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": host namespaces (hostNetwork=true), allowPrivilegeEscalation != false",
            refused.Error!.Message, StringComparison.Ordinal);
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Core;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class PodStrategyTests
{
    private static readonly PodStrategy s_pods = new();
    private static readonly WriteContext s_context = new(UserInfo.Anonymous, TimeProvider.System, IsDryRun: false);

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("{requests: {cpu: 1}}", "Burstable")]
    [InlineData("{requests: {cpu: 1, memory: 1}, limits: {cpu: 1, memory: 1}}", "Burstable")]
    public void PrepareForCreate_NewPod_IsPendingWithItsClass(string resources, string qos)
    {
        var pod = s_pods.PrepareForCreate(Pod("spec/containers/0", $"resources: {resources}"), s_context);
        Assert.Equal(("Pending", qos, 1L), (pod.Status.Phase, pod.Status.QosClass, pod.Metadata.Generation));
    }

    [Fact]
    public void PrepareForCreate_AllLimitsGiven_IsGuaranteed()
    {
        var pod = Pod("spec", "{initContainers: [], resources: {requests: {cpu: 1, memory: 1}, limits: {cpu: 1, memory: 1}}}");
        Assert.Equal("Guaranteed", s_pods.PrepareForCreate(pod, s_context).Status.QosClass);
    }

    [Fact]
    public void PrepareForCreate_GatedPod_SaysWhyItIsNotScheduled()
    {
        var pod = s_pods.PrepareForCreate(Pod("spec", "schedulingGates: [{name: a.b/c}]"), s_context);
        var condition = Assert.Single(pod.Status.Conditions);
        Assert.Equal(("PodScheduled", "False", "SchedulingGated"), (condition.Type, condition.Status, condition.Reason));
    }

    [Fact]
    public void PrepareForCreate_MatchLabelKeys_BecomeExpressions()
    {
        const string Constraint =
            "{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, labelSelector: {}, matchLabelKeys: [app]}";
        var pod = s_pods.PrepareForCreate(Pod("spec", $"topologySpreadConstraints: [{Constraint}]"), s_context);
        Assert.Equal(
            """{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}""",
            pod.Spec.TopologySpreadConstraints[0].LabelSelector!.ToString());
        RuleAssert.None(errors => s_pods.Validate(pod, errors));
    }

    [Fact]
    public void PrepareForCreate_AppArmorAnnotation_BecomesAField()
    {
        var pod = Pod("metadata", "annotations: {container.apparmor.security.beta.kubernetes.io/web: localhost/own}");
        var profile = s_pods.PrepareForCreate(pod, s_context).Spec.Containers[0].SecurityContext!.AppArmorProfile!;
        Assert.Equal(("Localhost", "own"), (profile.Type, profile.LocalhostProfile));
    }

    [Fact]
    public void PrepareForCreate_FieldsOfFeaturesThatAreOff_AreDropped()
    {
        const string Containers = "containers: [{name: web, image: a, lifecycle: {stopSignal: SIGTERM}}]";
        var pod = s_pods.PrepareForCreate(Pod("spec", $"{{schedulingGroup: {{podGroupName: a}}, {Containers}}}"), s_context);
        Assert.Equal((null, null), (pod.Spec.SchedulingGroup, pod.Spec.Containers[0].Lifecycle));
    }

    [Theory]
    [InlineData("{}", 3)]
    [InlineData("activeDeadlineSeconds: 5", 4)]
    public void PrepareForUpdate_SpecChange_RaisesTheGeneration(string patch, long generation)
    {
        var old = Pod("", "{metadata: {generation: 3}, status: {phase: Running}}");
        var changed = s_pods.PrepareForUpdate(Pod("spec", patch), old, s_context);
        Assert.Equal((generation, "Running"), (changed.Metadata.Generation, changed.Status.Phase));
    }

    [Fact]
    public void Status_SpecAndOwners_StayAsTheyWere()
    {
        var old = Pod(
            "", "{metadata: {ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: u}]}, "
            + "status: {qosClass: Burstable, observedGeneration: 2}}");
        var changed = s_pods.Status.PrepareForUpdate(Pod("", "{spec: {nodeName: other}, status: {phase: Failed}}"), old, s_context);
        Assert.Equal((old.Spec, "Burstable", 2L), (changed.Spec, changed.Status.QosClass, changed.Status.ObservedGeneration));
        Assert.Equal("u", changed.Metadata.OwnerReferences[0].Uid);
    }

    [Theory]
    [InlineData("conditions: [{type: 'a b', status: 'True'}]", "status.conditions[0].Type", "name part must consist of")]
    [InlineData("podIPs: [{ip: 1.2.3.4}, {ip: 1.2.3.5}]", "status.podIPs", "no more than one IP for each IP family")]
    [InlineData("{hostIP: 1.1.1.1, hostIPs: [{ip: 2.2.2.2}]}", "status.hostIPs[0].ip", "must be equal to `hostIP`")]
    [InlineData("nominatedNodeName: A", "status.nominatedNodeName", "a lowercase RFC 1123 subdomain")]
    [InlineData(
        "resourceClaimStatuses: [{name: a}]", "status.resourceClaimStatuses[0].name",
        "must match the name of an entry in `spec.resourceClaims`")]
    [InlineData(
        "containerStatuses: [{name: web, ready: true, restartCount: 0, image: a, imageID: b, state: {running: {startedAt: null}}}]",
        "status.containerStatuses[0].state", "may not be transitioned to non-terminated state")]
    public void Status_BadReport_NamesTheField(string status, string field, string part)
    {
        var old = Pod(
            "", "{spec: {restartPolicy: OnFailure}, status: {containerStatuses: [{name: web, ready: false, restartCount: 0, "
            + "image: a, imageID: b, state: {terminated: {exitCode: 0}}}]}}");
        var pod = Pod("", "status: " + (status.StartsWith('{') ? status : $"{{{status}}}")) with { Spec = old.Spec };
        RuleAssert.Has(field, part, errors => s_pods.Status.ValidateUpdate(pod, old, errors));
    }

    [Theory]
    [InlineData("{}", null, 0)]
    [InlineData("nodeName: node1", null, 30)]
    [InlineData("nodeName: node1", 5L, 5)]
    [InlineData("nodeName: node1", -5L, 1)]
    public void GracePeriodSeconds_PodOnANode_HasTimeToEnd(string spec, long? asked, long expected) =>
        Assert.Equal(expected, s_pods.GracePeriodSeconds(Pod("spec", spec), new DeleteOptions { GracePeriodSeconds = asked }));

    [Fact]
    public void GracePeriodSeconds_PodThatHasEnded_GoesAtOnce() => Assert.Equal(
        0, s_pods.GracePeriodSeconds(Pod("", "{spec: {nodeName: node1}, status: {phase: Succeeded}}"), new DeleteOptions()));

    [Theory]
    [InlineData("spec.nodeName", "node1")]
    [InlineData("spec.host", "node1")]
    [InlineData("spec.hostNetwork", "false")]
    [InlineData("spec.restartPolicy", "Always")]
    [InlineData("status.phase", "Running")]
    [InlineData("status.podIP", "10.0.0.1")]
    [InlineData("spec.image", null)]
    public void SelectableField_KnownFields_HaveValues(string field, string? expected)
    {
        var pod = Pod("", "{spec: {nodeName: node1}, status: {phase: Running, podIPs: [{ip: 10.0.0.1}]}}");
        Assert.Equal(expected, s_pods.SelectableField(pod, field));
        Assert.Equal(expected is not null, s_pods.SelectableFields.Contains(field));
    }

    [Theory]
    [InlineData("metadata", "name: a.b", "metadata.name: this is used in the Pod's hostname")]
    [InlineData("spec", "nodeSelector: {beta.kubernetes.io/os: linux}", "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14")]
    [InlineData("spec", "imagePullSecrets: [{name: a}, {name: a}]", "spec.imagePullSecrets[1].name: duplicate name \"a\"")]
    [InlineData(
        "spec/containers/0", "env: [{name: a, value: b}, {name: a, value: c}]",
        "spec.containers[0].env[1]: hides previous definition of \"a\"")]
    [InlineData(
        "spec/containers/0", "resources: {requests: {memory: 500m}}", "fractional byte value \"500m\" is invalid, must be an integer")]
    [InlineData(
        "spec/containers/0", "ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: TCP}]",
        "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]")]
    [InlineData("spec/volumes/0", "{emptyDir: null, rbd: {monitors: [a], image: b}}", "spec.volumes[0].rbd: deprecated in v1.28")]
    [InlineData(
        "spec/volumes/0", "{emptyDir: null, configMap: {name: m, items: [{key: a, path: b}, {key: c, path: b/d}]}}",
        "volume \"data\" (ConfigMap \"m\"): overlapping paths: \"b/d\" with \"b\"")]
    public void WarnOnCreate_UnwisePod_SaysWhy(string at, string patch, string expected)
    {
        var warnings = new List<string>();
        s_pods.WarnOnCreate(Pod(at, patch), warnings);
        Assert.Contains(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static Pod Pod(string at, string patch) => Manifests.Patched<Pod>(PodManifests.Web, at, patch);
}

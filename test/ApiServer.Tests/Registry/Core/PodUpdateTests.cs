using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class PodUpdateTests
{
    private const string Gated = "schedulingGates: [{name: a.b/c}]";

    private static readonly PodStrategy s_pods = new();

    [Theory]
    [InlineData("", "activeDeadlineSeconds: 10")]
    [InlineData("activeDeadlineSeconds: 10", "activeDeadlineSeconds: 5")]
    [InlineData("tolerations: [{key: a}]", "tolerations: [{key: a, operator: Exists}, {key: a}]")]
    [InlineData("tolerations: [{key: a, effect: NoExecute}]", "tolerations: [{key: a, effect: NoExecute, tolerationSeconds: 5}]")]
    [InlineData(Gated, "schedulingGates: []")]
    [InlineData(Gated, "{" + Gated + ", nodeSelector: {a: b}}")]
    [InlineData(Gated, "{" + Gated + ", affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}}")]
    [InlineData("hostUsers: false", "hostUsers: false")]
    public void ValidateUpdate_AllowedChange_HasNoErrors(string before, string after) =>
        RuleAssert.None(errors => s_pods.ValidateUpdate(Pod("spec", after), Pod("spec", before), errors));

    [Theory]
    [InlineData("", "restartPolicy: Never", "spec", "pod updates may not change fields other than `spec.containers[*].image`")]
    [InlineData("", "nodeSelector: {a: b}", "spec", "+ nodeSelector: {\"a\":\"b\"}")]
    [InlineData("", "initContainers: []", "spec.initContainers", "may not add or remove containers")]
    [InlineData(
        "activeDeadlineSeconds: 5", "activeDeadlineSeconds: 10", "spec.activeDeadlineSeconds", "less than or equal to previous value")]
    [InlineData("activeDeadlineSeconds: 5", "", "spec.activeDeadlineSeconds", "must not update from a positive integer to nil value")]
    [InlineData("tolerations: [{key: a}]", "tolerations: []", "spec.tolerations", "existing toleration can not be modified")]
    [InlineData("", Gated, "spec.schedulingGates[0].name", "only deletion is allowed, but found new scheduling gate 'a.b/c'")]
    [InlineData("{" + Gated + ", nodeSelector: {a: b}}", "{" + Gated + ", nodeSelector: {a: c}}", "spec.nodeSelector", "only additions")]
    public void ValidateUpdate_ForbiddenChange_NamesTheField(string before, string after, string field, string part) =>
        RuleAssert.Has(field, part, errors => s_pods.ValidateUpdate(Pod("spec", after), Pod("spec", before), errors));

    [Fact]
    public void ValidateUpdate_Image_MayChange() =>
        RuleAssert.None(errors => s_pods.ValidateUpdate(Pod("spec/containers/0", "image: 'web:2'"), Pod("", ""), errors));

    [Theory]
    [InlineData("kubernetes.io/config.mirror: a", "", "kubernetes.io/config.mirror", "may not add mirror pod annotation")]
    [InlineData(
        "", "container.apparmor.security.beta.kubernetes.io/web: unconfined", "container.apparmor.security.beta.kubernetes.io/web",
        "may not remove or update AppArmor annotations")]
    public void ValidateUpdate_KeptAnnotation_IsForbidden(string after, string before, string key, string part)
    {
        var (pod, old) = (Pod("metadata", $"annotations: {{{after}}}"), Pod("metadata", $"annotations: {{{before}}}"));
        RuleAssert.Has($"metadata.annotations[{key}]", part, errors => s_pods.ValidateUpdate(pod, old, errors));
    }

    [Fact]
    public void ValidateUpdate_OldFaults_ArePassed()
    {
        var old = Pod(
            "", "{metadata: {annotations: {controller.kubernetes.io/pod-deletion-cost: a}}, "
            + "spec: {tolerations: [{key: a, operator: Gt, value: '1'}]}}");
        RuleAssert.None(errors => s_pods.ValidateUpdate(old, old, errors));
    }

    [Fact]
    public void EphemeralContainers_MayBeAdded()
    {
        var pod = Pod("spec", $"ephemeralContainers: [{PodManifests.Debugger}]");
        RuleAssert.None(errors => s_pods.EphemeralContainers.ValidateUpdate(pod, Pod("", ""), errors));
    }

    [Theory]
    [InlineData("ephemeralContainers: []", "may not be removed")]
    [InlineData(
        "ephemeralContainers: [{name: debugger, image: other, imagePullPolicy: IfNotPresent, terminationMessagePolicy: File}]",
        "may not be changed")]
    public void EphemeralContainers_OnesThatAre_Stay(string after, string part)
    {
        var old = Pod("spec", $"ephemeralContainers: [{PodManifests.Debugger}]");
        RuleAssert.Has(
            "spec.ephemeralContainers", part, errors => s_pods.EphemeralContainers.ValidateUpdate(Pod("spec", after), old, errors));
    }

    [Theory]
    [InlineData("{cpu: 1, memory: 1Gi}", "{cpu: 2, memory: 2Gi}", null, null)]
    [InlineData("{cpu: 1, memory: 1Gi}", "{cpu: 2}", "spec.containers[0].resources.requests", "resource requests cannot be removed")]
    [InlineData("{}", "{cpu: 2}", "spec", "Pod QOS Class may not change as a result of resizing")]
    [InlineData("{cpu: 1}", "{cpu: 1, ephemeral-storage: 1Gi}", "spec", "only cpu and memory resources are mutable")]
    public void Resize_OnlyCpuAndMemory_WithinTheClass(string before, string after, string? field, string? part)
    {
        var old = Pod("spec/containers/0", $"resources: {{requests: {before}}}");
        var pod = Pod("spec/containers/0", $"resources: {{requests: {after}}}");
        if (field is null || part is null) RuleAssert.None(errors => s_pods.Resize.ValidateUpdate(pod, old, errors));
        else RuleAssert.Has(field, part, errors => s_pods.Resize.ValidateUpdate(pod, old, errors));
    }

    private static Pod Pod(string at, string patch) => Manifests.Patched<Pod>(PodManifests.Web, at, patch.Length == 0 ? "{}" : patch);
}

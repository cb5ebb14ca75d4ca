using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Registry.Apps;

public class WorkloadRulesTests
{
    private static readonly DeploymentRegistryStrategy s_deployments = new();
    private static readonly ReplicaSetStrategy s_replicaSets = new();
    private static readonly DaemonSetStrategy s_daemonSets = new();
    private static readonly StatefulSetStrategy s_statefulSets = new();

    [Fact]
    public void Validate_ValidWorkloads_HaveNoErrors()
    {
        RuleAssert.None(errors => s_deployments.Validate(Manifests.Read<Deployment>(WorkloadManifests.Deployment), errors));
        RuleAssert.None(errors => s_replicaSets.Validate(Manifests.Read<ReplicaSet>(WorkloadManifests.ReplicaSet), errors));
        RuleAssert.None(errors => s_daemonSets.Validate(Manifests.Read<DaemonSet>(WorkloadManifests.DaemonSet), errors));
        RuleAssert.None(errors => s_statefulSets.Validate(Manifests.Read<StatefulSet>(WorkloadManifests.StatefulSet), errors));
    }

    [Theory]
    [InlineData("selector: {matchLabels: {app: db}}", "spec.template.metadata.labels", "`selector` does not match template `labels`")]
    [InlineData("selector: {matchLabels: null}", "spec.selector", "empty selector is invalid for deployment")]
    [InlineData("selector: {matchExpressions: [{key: a, operator: Is}]}", "spec.selector", "invalid label selector")]
    [InlineData("strategy: {type: Recreate}", "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")]
    [InlineData("strategy: {type: Slow}", "spec.strategy", "supported values: \"Recreate\", \"RollingUpdate\"")]
    [InlineData(
        "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}", "spec.strategy.rollingUpdate.maxUnavailable",
        "may not be 0 when")]
    [InlineData(
        "strategy: {rollingUpdate: {maxUnavailable: 101%}}", "spec.strategy.rollingUpdate.maxUnavailable",
        "must not be greater than 100%")]
    [InlineData("strategy: {rollingUpdate: {maxSurge: lots}}", "spec.strategy.rollingUpdate.maxSurge", "a valid percent string")]
    [InlineData("strategy: {rollingUpdate: {maxSurge: -1}}", "spec.strategy.rollingUpdate.maxSurge", "must be greater than or equal to 0")]
    [InlineData("progressDeadlineSeconds: 0", "spec.progressDeadlineSeconds", "must be greater than minReadySeconds")]
    [InlineData("template: {spec: {restartPolicy: Never}}", "spec.template.spec.restartPolicy", "Unsupported value: \"Never\"")]
    [InlineData(
        "template: {spec: {activeDeadlineSeconds: 1}}", "spec.template.spec.activeDeadlineSeconds", "in ReplicaSet is not Supported")]
    [InlineData("template: {spec: {nodeSelector: {a b: c}}}", "spec.template.spec.nodeSelector", "name part must consist of")]
    [InlineData(
        "template: {spec: {ephemeralContainers: [{name: a, image: a}]}}", "spec.template.spec.ephemeralContainers",
        "ephemeral containers not allowed in pod template")]
    [InlineData("template: {metadata: {annotations: {a b: c}}}", "spec.template.annotations", "name part must consist of")]
    public void Deployment_BadSpec_NamesTheField(string patch, string field, string part) =>
        Has(s_deployments, WorkloadManifests.Deployment, patch, field, part);

    [Theory]
    [InlineData("selector: {matchLabels: {app: db}}", "spec.template.metadata.labels", "`selector` does not match template `labels`")]
    [InlineData("template: {spec: {restartPolicy: OnFailure}}", "spec.template.spec.restartPolicy", "supported values: \"Always\"")]
    [InlineData(
        "template: {spec: {volumes: [{name: a, emptyDir: {}, secret: {secretName: b}}]}}", "spec.template.spec.volumes[0].secret",
        "more than 1")]
    [InlineData("template: {spec: {hostnameOverride: A}}", "spec.template.spec.hostnameOverride", "a lowercase RFC 1123 subdomain")]
    public void ReplicaSet_BadSpec_NamesTheField(string patch, string field, string part) =>
        Has(s_replicaSets, WorkloadManifests.ReplicaSet, patch, field, part);

    [Theory]
    [InlineData("selector: {matchLabels: null}", "spec.selector", "empty selector is invalid for daemonset")]
    [InlineData("selector: null", "spec.template.metadata.labels", "`selector` does not match template `labels`")]
    [InlineData("updateStrategy: {type: Slow}", "spec.updateStrategy", "supported values: \"RollingUpdate\", \"OnDelete\"")]
    [InlineData("updateStrategy: {rollingUpdate: null}", "spec.updateStrategy.rollingUpdate", "Required value")]
    [InlineData(
        "updateStrategy: {rollingUpdate: {maxSurge: 1}}", "spec.updateStrategy.rollingUpdate.maxSurge",
        "when maxUnavailable is non-zero")]
    [InlineData(
        "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}", "spec.updateStrategy.rollingUpdate.maxUnavailable",
        "cannot be 0 when maxSurge is 0")]
    [InlineData(
        "updateStrategy: {rollingUpdate: {maxUnavailable: 200%}}", "spec.updateStrategy.rollingUpdate.maxUnavailable",
        "greater than 100%")]
    [InlineData(
        "template: {spec: {activeDeadlineSeconds: 1}}", "spec.template.spec.activeDeadlineSeconds", "in DaemonSet is not Supported")]
    public void DaemonSet_BadSpec_NamesTheField(string patch, string field, string part) =>
        Has(s_daemonSets, WorkloadManifests.DaemonSet, patch, field, part);

    [Theory]
    [InlineData("podManagementPolicy: Random", "spec.podManagementPolicy", "must be 'OrderedReady' or 'Parallel'")]
    [InlineData("updateStrategy: {type: OnDelete}", "spec.updateStrategy.rollingUpdate", "only allowed for updateStrategy 'RollingUpdate'")]
    [InlineData("updateStrategy: {type: Slow}", "spec.updateStrategy", "must be 'RollingUpdate' or 'OnDelete'")]
    [InlineData(
        "updateStrategy: {rollingUpdate: {partition: -1}}", "spec.updateStrategy.rollingUpdate.partition", "greater than or equal to 0")]
    [InlineData("updateStrategy: {rollingUpdate: {maxUnavailable: 0}}", "spec.updateStrategy.rollingUpdate.maxUnavailable", "cannot be 0")]
    [InlineData("serviceName: Web", "spec.serviceName", "a lowercase RFC 1123 label")]
    [InlineData("selector: {matchLabels: null}", "spec.selector", "empty selector is invalid for statefulset")]
    [InlineData(
        "volumeClaimTemplates: [{metadata: {name: a}, spec: {accessModes: [ReadWriteOnce]}}]",
        "spec.volumeClaimTemplates[0].spec.resources[storage]",
        "Required value")]
    [InlineData(
        "template: {spec: {containers: [{name: a, image: a, volumeMounts: [{name: other, mountPath: /a}]}]}}",
        "spec.template.spec.containers[0].volumeMounts[0].name", "Not found: \"other\"")]
    public void StatefulSet_BadSpec_NamesTheField(string patch, string field, string part) =>
        Has(s_statefulSets, WorkloadManifests.StatefulSet, patch, field, part);

    [Fact]
    public void StatefulSet_ClaimsOfTheSet_CanBeMounted()
    {
        var set = Manifests.Patched<StatefulSet>(
            WorkloadManifests.StatefulSet, "spec/template/spec/containers/0", "volumeMounts: [{name: data, mountPath: /data}]");
        RuleAssert.None(errors => s_statefulSets.Validate(set, errors));
    }

    [Theory]
    [InlineData("serviceName: other", "are forbidden")]
    [InlineData("podManagementPolicy: Parallel", "are forbidden")]
    [InlineData("{replicas: 5, minReadySeconds: 1, ordinals: {start: 1}, template: {metadata: {annotations: {a: b}}}}", null)]
    public void StatefulSet_Update_ChangesFewFields(string patch, string? part)
    {
        var old = Manifests.Read<StatefulSet>(WorkloadManifests.StatefulSet);
        var set = Manifests.Patched<StatefulSet>(WorkloadManifests.StatefulSet, "spec", patch);
        if (part is null) RuleAssert.None(errors => s_statefulSets.ValidateUpdate(set, old, errors));
        else RuleAssert.Has("spec", part, errors => s_statefulSets.ValidateUpdate(set, old, errors));
    }

    private static void Has<T>(Strategy<T> strategy, string yaml, string patch, string field, string part)
        where T : class, IObject<T> =>
        RuleAssert.Has(field, part, errors => strategy.Validate(Manifests.Patched<T>(yaml, "spec", patch), errors));
}

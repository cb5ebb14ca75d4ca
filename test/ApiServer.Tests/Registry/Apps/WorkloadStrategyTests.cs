using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Registry.Apps;

public class WorkloadStrategyTests
{
    private static readonly WriteContext s_context = new(UserInfo.Anonymous, TimeProvider.System, IsDryRun: false);

    [Theory]
    [InlineData("strategy: null", "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}}")]
    [InlineData(
        "strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: null}}",
        "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":3}}")]
    [InlineData("strategy: {type: Recreate, rollingUpdate: null}", "{\"type\":\"Recreate\"}")]
    public void Deployment_Default_SetsTheRollout(string patch, string expected) => Assert.Equal(
        expected,
        new DeploymentRegistryStrategy().Default(Patched<Deployment>(WorkloadManifests.Deployment, "spec", patch))
            .Spec.Strategy.ToString());

    [Fact]
    public void DaemonSet_Default_ReplacesOneByOne() => Assert.Equal(
        "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":1,\"maxSurge\":0}}",
        new DaemonSetStrategy().Default(Patched<DaemonSet>(WorkloadManifests.DaemonSet, "spec", "updateStrategy: null"))
            .Spec.UpdateStrategy.ToString());

    [Fact]
    public void StatefulSet_Default_StartsAtTheFirstPod() => Assert.Equal(
        "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":0}}",
        new StatefulSetStrategy().Default(Patched<StatefulSet>(WorkloadManifests.StatefulSet, "spec", "updateStrategy: null"))
            .Spec.UpdateStrategy.ToString());

    [Fact]
    public void StatefulSet_MaxUnavailable_IsDroppedUnlessItWasThere()
    {
        var set = Patched<StatefulSet>(WorkloadManifests.StatefulSet, "spec/updateStrategy/rollingUpdate", "maxUnavailable: 2");
        var strategy = new StatefulSetStrategy();
        Assert.Null(strategy.PrepareForCreate(set, s_context).Spec.UpdateStrategy.RollingUpdate!.MaxUnavailable);
        Assert.NotNull(strategy.PrepareForUpdate(set, set, s_context).Spec.UpdateStrategy.RollingUpdate!.MaxUnavailable);
    }

    [Theory]
    [InlineData("spec: {replicas: 5}", 2)]
    [InlineData("metadata: {annotations: {a: b}}", 2)]
    [InlineData("metadata: {labels: {a: b}}", 1)]
    [InlineData("status: {replicas: 5}", 1)]
    public void Deployment_Update_CountsWhatIsWanted(string patch, long generation)
    {
        var old = Manifests.Read<Deployment>(WorkloadManifests.Deployment);
        var changed = new DeploymentRegistryStrategy().PrepareForUpdate(
            Patched<Deployment>(WorkloadManifests.Deployment, "", patch), old, s_context);
        Assert.Equal((generation, old.Status), (changed.Metadata.Generation, changed.Status));
    }

    [Theory]
    [InlineData("spec: {template: {metadata: {annotations: {a: b}}}}", 2, "2")]
    [InlineData("spec: {minReadySeconds: 5}", 2, "1")]
    [InlineData("metadata: {annotations: {deprecated.daemonset.template.generation: '7'}}", 1, "1")]
    public void DaemonSet_Update_CountsTemplatesInAnAnnotation(string patch, long generation, string templates)
    {
        var changed = new DaemonSetStrategy().PrepareForUpdate(
            Patched<DaemonSet>(WorkloadManifests.DaemonSet, "", patch), Manifests.Read<DaemonSet>(WorkloadManifests.DaemonSet), s_context);
        Assert.Equal(generation, changed.Metadata.Generation);
        Assert.Equal(templates, changed.Metadata.Annotations["deprecated.daemonset.template.generation"]);
    }

    [Theory]
    [InlineData("{replicas: 1, readyReplicas: 2}", "status.readyReplicas", "cannot be greater than status.replicas")]
    [InlineData("{replicas: 2, availableReplicas: 1}", "status.availableReplicas", "cannot be greater than readyReplicas")]
    [InlineData("{collisionCount: 1}", "status.collisionCount", "cannot be decremented")]
    public void Deployment_BadStatus_NamesTheField(string status, string field, string part)
    {
        var old = Patched<Deployment>(WorkloadManifests.Deployment, "", "status: {collisionCount: 2}");
        var deployment = Patched<Deployment>(WorkloadManifests.Deployment, "", $"status: {status}");
        RuleAssert.Has(field, part, errors => new DeploymentRegistryStrategy().Status.ValidateUpdate(deployment, old, errors));
    }

    [Fact]
    public void Deployment_StatusUpdate_KeepsSpecAndLabels()
    {
        var old = Manifests.Read<Deployment>(WorkloadManifests.Deployment);
        const string Patch = "{metadata: {labels: {a: b}}, spec: {replicas: 9}, status: {replicas: 1}}";
        var changed = new DeploymentRegistryStrategy().Status.PrepareForUpdate(
            Patched<Deployment>(WorkloadManifests.Deployment, "", Patch), old, s_context);
        Assert.Equal((old.Spec, old.Metadata.Labels, 1), (changed.Spec, changed.Metadata.Labels, changed.Status.Replicas));
    }

    [Fact]
    public void ReplicaSet_Replicas_CanBeSelected()
    {
        var set = Patched<ReplicaSet>(WorkloadManifests.ReplicaSet, "", "status: {replicas: 3}");
        Assert.Equal("3", new ReplicaSetStrategy().SelectableField(set, "status.replicas"));
    }

    [Theory]
    [InlineData("data: null", "data is mandatory")]
    [InlineData("data: [1]", "data must be a valid JSON object")]
    public void ControllerRevision_BadData_IsRequired(string patch, string part)
    {
        const string Yaml = "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: a}, data: {a: b}, revision: 1}";
        RuleAssert.None(errors => new ControllerRevisionStrategy().Validate(Manifests.Read<ControllerRevision>(Yaml), errors));
        var revision = Patched<ControllerRevision>(Yaml, "", patch);
        RuleAssert.Has("data", part, errors => new ControllerRevisionStrategy().Validate(revision, errors));
    }

    [Theory]
    [InlineData("metadata: {name: a.b}", "used in Pod names and hostnames")]
    [InlineData(
        "spec: {template: {spec: {terminationGracePeriodSeconds: -1}}}",
        "spec.template.spec.terminationGracePeriodSeconds: must be >= 0")]
    [InlineData(
        "spec: {template: {metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/web: unconfined}}}}",
        "spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: deprecated since v1.30")]
    public void Deployment_UnwiseTemplate_Warns(string patch, string expected)
    {
        var warnings = new List<string>();
        new DeploymentRegistryStrategy().WarnOnCreate(Patched<Deployment>(WorkloadManifests.Deployment, "", patch), warnings);
        Assert.Contains(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static T Patched<T>(string yaml, string at, string patch)
        where T : class, IObject<T> => Manifests.Patched<T>(yaml, at, patch);
}

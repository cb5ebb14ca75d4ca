using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;
using Kybernet.ApiServer.Tests.Registry.Apps;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ReplicationControllerTests
{
    private const string Yaml = """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: web, namespace: default}
        spec:
          replicas: 1
          selector: {app: web}

        """ + WorkloadManifests.Template;

    private static readonly ReplicationControllerStrategy s_controllers = new();

    [Fact]
    public void Validate_ValidController_HasNoErrors() =>
        RuleAssert.None(errors => s_controllers.Validate(Manifests.Read<ReplicationController>(Yaml), errors));

    [Theory]
    [InlineData("selector: {app: db}", "spec.template.metadata.labels", "`selector` does not match template `labels`")]
    [InlineData("template: {spec: {restartPolicy: Never}}", "spec.template.spec.restartPolicy", "Unsupported value: \"Never\"")]
    [InlineData(
        "template: {spec: {activeDeadlineSeconds: 1}}", "spec.template.spec.activeDeadlineSeconds", "in ReplicationController is not")]
    [InlineData("template: {spec: {schedulingGates: [{name: a b}]}}", "spec.template.spec.schedulingGates[0]", "name part must consist of")]
    public void Validate_BadSpec_NamesTheField(string patch, string field, string part) =>
        RuleAssert.Has(
            field, part, errors => s_controllers.Validate(Manifests.Patched<ReplicationController>(Yaml, "spec", patch), errors));

    [Fact]
    public void Default_LabelsOfTheTemplate_AreTheControllersOwn()
    {
        var controller = s_controllers.Default(Manifests.Patched<ReplicationController>(Yaml, "spec", "selector: null"));
        Assert.Equal(("web", "web"), (controller.Spec.Selector["app"], controller.Metadata.Labels["app"]));
    }

    [Theory]
    [InlineData("{replicas: 1, readyReplicas: 2}", "status.readyReplicas", "cannot be greater than status.replicas")]
    [InlineData("{replicas: 2, availableReplicas: 1}", "status.availableReplicas", "cannot be greater than readyReplicas")]
    public void Status_BadCounts_NameTheField(string status, string field, string part)
    {
        var controller = Manifests.Patched<ReplicationController>(Yaml, "", $"status: {status}");
        RuleAssert.Has(field, part, errors => s_controllers.Status.ValidateUpdate(controller, controller, errors));
    }

    [Fact]
    public void OrphansDependentsByDefault_IsTrue() => Assert.True(s_controllers.OrphansDependentsByDefault);

    [Theory]
    [InlineData("template: {spec: {hostAliases: [{ip: a}]}}", "template.spec.hostAliases[0].ip", "must be a valid IP address")]
    [InlineData("template: {metadata: {labels: {a b: c}}}", "template.labels", "name part must consist of")]
    public void PodTemplate_BadTemplate_NamesTheField(string patch, string field, string part)
    {
        var template = WorkloadManifests.Template.Replace("\n  ", "\n", StringComparison.Ordinal)[2..];
        var yaml = "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: web}\n" + template;
        RuleAssert.None(errors => new PodTemplateStrategy().Validate(Manifests.Read<PodTemplate>(yaml), errors));
        RuleAssert.Has(field, part, errors => new PodTemplateStrategy().Validate(Manifests.Patched<PodTemplate>(yaml, "", patch), errors));
    }
}

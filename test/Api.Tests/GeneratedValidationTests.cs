using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.Api.Tests;

public class GeneratedValidationTests
{
    private static readonly Container s_container = new()
    {
        Name = "web",
        Image = "web:1",
        ImagePullPolicy = "IfNotPresent",
        TerminationMessagePolicy = "File",
        Ports = [new() { ContainerPortValue = 80, Protocol = "TCP" }],
    };

    /// <summary>As it is after defaulting: validation comes after.</summary>
    private static readonly Deployment s_valid = new()
    {
        Metadata = new() { Name = "web" },
        Spec = new()
        {
            Replicas = 3,
            Selector = new LabelSelector { MatchLabels = Machinery.Collections.MapOf.Of(("app", "web")) },
            Template = new() { Spec = new() { RestartPolicy = "Always", DnsPolicy = "ClusterFirst", Containers = [s_container] } },
        },
    };

    [Fact]
    public void ValidDeployment_HasNoErrors() => Assert.Equal("", Errors(s_valid));

    [Fact]
    public void NegativeReplicas_AreInvalid() => Assert.Equal(
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
        Errors(s_valid with { Spec = s_valid.Spec with { Replicas = -1 } }));

    [Fact]
    public void MissingSelector_IsRequired() => Assert.Equal(
        "spec.selector: Required value", Errors(s_valid with { Spec = s_valid.Spec with { Selector = null } }));

    [Fact]
    public void ChangedSelector_IsImmutable()
    {
        var selector = new LabelSelector { MatchLabels = Machinery.Collections.MapOf.Of(("app", "db")) };
        var changed = s_valid with { Spec = s_valid.Spec with { Selector = selector } };
        Assert.Equal("""spec.selector: Invalid value: {"matchLabels":{"app":"db"}}: field is immutable""", Errors(changed, s_valid));
    }

    [Theory]
    [InlineData(0, "spec.template.spec.containers[0].ports[0].containerPort: Required value")]
    [InlineData(70000, "spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    public void BadContainerPort_IsNamedByItsPath(int port, string expected) =>
        Assert.Equal(expected, Errors(WithContainer(container => container with { Ports = [new() { ContainerPortValue = port, Protocol = "TCP" }] })));

    [Fact]
    public void BadProtocol_NamesTheSupportedValues() => Assert.Equal(
        """spec.template.spec.containers[0].ports[0].protocol: Unsupported value: "UTP": supported values: "SCTP", "TCP", "UDP" """.TrimEnd(),
        Errors(WithContainer(container => container with { Ports = [new() { ContainerPortValue = 80, Protocol = "UTP" }] })));

    private static Deployment WithContainer(Func<Container, Container> change)
    {
        var pod = s_valid.Spec.Template.Spec;
        var template = s_valid.Spec.Template with { Spec = pod with { Containers = [change(pod.Containers[0])] } };
        return s_valid with { Spec = s_valid.Spec with { Template = template } };
    }

    private static string Errors(Deployment deployment, Deployment? old = null)
    {
        var errors = new FieldErrorList();
        deployment.Validate(errors, FieldPath.None, old);
        return errors.Aggregate();
    }
}

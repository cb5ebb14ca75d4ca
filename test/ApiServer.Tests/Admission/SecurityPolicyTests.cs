using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Admission;

public sealed class SecurityPolicyTests
{
    [Theory]
    [InlineData("", "privileged:latest privileged:latest privileged:latest")]
    [InlineData("enforce=baseline", "baseline:latest privileged:latest baseline:latest")]
    [InlineData("enforce=baseline,enforce-version=v1.20", "baseline:v1.20 privileged:latest baseline:v1.20")]
    [InlineData("enforce=baseline,enforce-version=v1.20,warn-version=v1.30", "baseline:v1.20 privileged:latest baseline:v1.30")]
    [InlineData("enforce=restricted,warn=baseline", "restricted:latest privileged:latest baseline:latest")]
    [InlineData("audit=restricted,warn=restricted", "privileged:latest restricted:latest restricted:latest")]
    [InlineData("enforce=Baseline", "restricted:latest privileged:latest privileged:latest")]
    [InlineData("audit=x,warn=y", "privileged:latest privileged:latest privileged:latest")]
    public void Of_Labels_GivesThreeModes(string labels, string expected)
    {
        var policy = SecurityPolicy.Of(Labels(labels), SecurityPolicy.Privileged);
        Assert.Equal(expected, $"{policy.Enforce} {policy.Audit} {policy.Warn}");
    }

    [Fact]
    public void Of_WrongLabels_NamesEach()
    {
        var errors = new FieldErrorList();
        SecurityPolicy.Of(Labels("enforce=x,warn-version=y"), SecurityPolicy.Privileged, errors);

        Assert.Equal(
            "[metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"x\": must be one of privileged, baseline, restricted, "
            + "metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"y\": must be \"latest\" or \"v1.x\"]", errors.Aggregate());
    }

    private static MapOf<string> Labels(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(static one => one.Split('='))
        .Select(static one => KeyValuePair.Create("pod-security.kubernetes.io/" + one[0], one[1])).ToMapOf();
}

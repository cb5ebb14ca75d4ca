using Kybernet.ApiServer.Admission.PodSecurity;

namespace Kybernet.ApiServer.Tests.Admission;

public sealed class PodSecurityConfigurationTests
{
    private const string Body = """
        apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration,
        defaults: {enforce: baseline, enforce-version: v1.30, warn: restricted}, exemptions: {namespaces: [kube-system], usernames: [ci]}
        """;

    [Theory]
    [InlineData("{" + Body + "}")]
    [InlineData("{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [{name: PodSecurity, configuration: {" + Body + "}}]}")]
    public void TryRead_AloneOrInside_GivesDefaultsAndExemptions(string yaml)
    {
        Assert.True(PodSecurityConfiguration.TryRead(yaml, out var options, out var problem), problem);
        Assert.Equal("baseline:v1.30 privileged:latest restricted:latest", $"{options.Defaults.Enforce} {options.Defaults.Audit} {options.Defaults.Warn}");
        Assert.Equal(["kube-system"], options.ExemptNamespaces);
        Assert.Equal(["ci"], options.ExemptUsers);
    }

    [Theory]
    [InlineData("{kind: Pod}", "an AdmissionConfiguration or a PodSecurityConfiguration is expected")]
    [InlineData("{kind: PodSecurityConfiguration, apiVersion: v0}", "pod-security.admission.config.k8s.io/v1 is expected, not v0")]
    [InlineData("{kind: PodSecurityConfiguration, apiVersion: pod-security.admission.config.k8s.io/v1, defaults: {enforce: high}}",
        "defaults.enforce: Invalid value: \"high\": must be one of privileged, baseline, restricted")]
    [InlineData("{kind: PodSecurityConfiguration, apiVersion: pod-security.admission.config.k8s.io/v1, exemptions: {namespaces: ['']}}",
        "an exemption from pod security must have a name")]
    public void TryRead_Wrong_SaysWhat(string yaml, string expected)
    {
        Assert.False(PodSecurityConfiguration.TryRead(yaml, out _, out var problem));
        Assert.Equal(expected, problem);
    }
}

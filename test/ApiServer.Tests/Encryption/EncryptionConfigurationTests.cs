using Kybernet.ApiServer.Encryption;
using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.ApiServer.Tests.Encryption;

public sealed class EncryptionConfigurationTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Theory]
    [InlineData("secrets", "", "secrets", true)]
    [InlineData("secrets", "apps", "secrets", false)]
    [InlineData("pandas.example.com", "example.com", "pandas", true)]
    [InlineData("*.apps", "apps", "deployments", true)]
    [InlineData("*.apps", "", "pods", false)]
    [InlineData("*.", "", "pods", true)]
    [InlineData("*.", "apps", "deployments", false)]
    [InlineData("*.*", "any.example", "things", true)]
    public void Find_Pattern_NamesResources(string pattern, string group, string resource, bool isFound)
    {
        var keys = Read(Configuration($"['{pattern}']", $"[{{aesgcm: {{keys: [{{name: k, secret: {Key}}}]}}}}]"), out _);

        Assert.Equal(isFound, keys!.Find(new GroupResource(group, resource)) is not null);
    }

    [Theory]
    [InlineData("[]", "[{identity: {}}]", "resources[0].resources: Required value: at least one resources[0].resources is required")]
    [InlineData("[secrets]", "[]", "resources[0].providers: Required value: at least one resources[0].providers is required")]
    [InlineData("[secrets]", "[{aescbc: {keys: []}}]", "resources[0].providers[0].aescbc.keys: Required value: at least one keys is required")]
    [InlineData("[secrets]", "[{aescbc: {keys: [{name: k, secret: '!'}]}}]",
        "resources[0].providers[0].aescbc.keys[0].secret: Invalid value: \"REDACTED\": secrets must be base64 encoded")]
    [InlineData("[secrets]", "[{secretbox: {keys: [{name: k, secret: MDEyMw==}]}}]",
        "resources[0].providers[0].secretbox.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 4, expected one of [32]")]
    [InlineData("[secrets]", "[{secretbox: {keys: [{secret: MDEyMw==}]}}]",
        "resources[0].providers[0].secretbox.keys[0].name: Required value: name is a mandatory field for a key")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, endpoint: 'unix:///s'}}]",
        "resources[0].providers[0].kms.name: Required value: name is a mandatory field for a provider")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, name: 'a:b', endpoint: 'unix:///s'}}]",
        "resources[0].providers[0].kms.name: Invalid value: \"a:b\": invalid KMS provider name a:b, must not contain ':'")]
    [InlineData("[secrets]", "[{kms: {name: a, endpoint: 'unix:///s'}}]",
        "resources[0].providers[0].kms.apiVersion: Invalid value: \"\": unsupported apiVersion for KMS provider, only v2 is supported")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, name: a}}]",
        "resources[0].providers[0].kms.endpoint: Invalid value: \"\": endpoint is a mandatory field for a kms")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, name: a, endpoint: 'tcp://s'}}]",
        "resources[0].providers[0].kms.endpoint: Invalid value: \"tcp://s\": unsupported scheme \"tcp\" for KMS provider, only unix is supported")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, name: a, endpoint: 'unix:///s', timeout: 0s}}]",
        "resources[0].providers[0].kms.timeout: Invalid value: \"0s\": timeout should be a positive value")]
    [InlineData("[secrets]", "[{kms: {apiVersion: v2, name: a, endpoint: 'unix:///s'}}, {kms: {apiVersion: v2, name: a, endpoint: 'unix:///t'}}]",
        "resources[0].providers[1].kms.name: Invalid value: \"a\": duplicate KMS provider name a, names must be unique")]
    [InlineData("[secrets]", "[{rot13: {}}]", "resources[0].providers[0]: unknown provider rot13")]
    public void Read_Wrong_SaysWhereAndNoSecret(string resources, string providers, string expected)
    {
        Assert.Null(Read(Configuration(resources, providers), out var problem));
        Assert.Equal(expected, problem);
    }

    private static EncryptionKeys? Read(string yaml, out string problem) => EncryptionConfiguration.Read(
        yaml, new SystemNonces(), static kms => new(kms, new SystemNonces(), TimeProvider.System, NullLogger.Instance), out problem);

    private static string Configuration(string resources, string providers) =>
        $"{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{{resources: {resources}, providers: {providers}}}]}}";
}

using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Registry.AdmissionRegistration;

namespace Kybernet.ApiServer.Tests.Registry.AdmissionRegistration;

public sealed class WebhookConfigurationStrategyTests
{
    private static readonly RuleWithOperations s_rule =
        new() { Operations = ["CREATE"], ApiGroups = ["apps"], ApiVersions = ["v1"], Resources = ["deployments"] };

    private static readonly ValidatingWebhook s_hook = new()
    {
        Name = "a.example.com",
        ClientConfig = new() { Url = "https://example.com/x" },
        Rules = [s_rule],
        SideEffects = "None",
        AdmissionReviewVersions = ["v1"],
    };

    public static TheoryData<ValidatingWebhook[], string, string> Hooks => new()
    {
        { [s_hook], "", "" },
        { [s_hook with { Name = "" }], "webhooks[0].name", "Required value" },
        { [s_hook with { Name = "a.b" }], "webhooks[0].name", "at least three segments separated by dots" },
        { [s_hook, s_hook], "webhooks[1].name", "Duplicate value: \"a.example.com\"" },
        { [s_hook with { SideEffects = null }], "webhooks[0].sideEffects", "must specify one of None, NoneOnDryRun" },
        { [s_hook with { SideEffects = "Some" }], "webhooks[0].sideEffects", "supported values: \"None\", \"NoneOnDryRun\"" },
        { [s_hook with { TimeoutSeconds = 31 }], "webhooks[0].timeoutSeconds", "31: the timeout value must be between 1 and 30" },
        { [s_hook with { AdmissionReviewVersions = default }], "webhooks[0].admissionReviewVersions", "must specify one of v1, v1beta1" },
        {
            [s_hook with { AdmissionReviewVersions = ["v2"] }],
            "webhooks[0].admissionReviewVersions", "[\"v2\"]: must include at least one"
        },
        { [s_hook with { AdmissionReviewVersions = ["v1", "v1"] }], "webhooks[0].admissionReviewVersions[1]", "duplicate version" },
        { [s_hook with { ClientConfig = new() }], "webhooks[0].clientConfig", "exactly one of url or service is required" },
        { [s_hook with { ClientConfig = Service("", "ns", null) }], "webhooks[0].clientConfig.service.namespace", "Required value" },
        { [s_hook with { ClientConfig = Service("n", "ns", "x") }], "webhooks[0].clientConfig.service.path", "must start with a '/'" },
        {
            [s_hook with { ClientConfig = Service("n", "ns", "/a//b") }],
            "webhooks[0].clientConfig.service.path", "segment[1] may not be empty"
        },
        {
            [s_hook with { NamespaceSelector = new() { MatchLabels = [new("a", "-")] } }],
            "webhooks[0].namespaceSelector.matchLabels", "a valid label"
        },
        { [s_hook with { MatchConditions = [new() { Name = "a" }] }], "webhooks[0].matchConditions[0].expression", "Required value" },
        { [s_hook with { MatchConditions = [Condition, Condition] }], "webhooks[0].matchConditions[1].name", "Duplicate value: \"c\"" },
    };

    public static TheoryData<string, string, string> Resources => new()
    {
        { "pods pods/status */scale", "", "" },
        { "pods/* pods/status", "[1]", "if 'pods/*' is present, must not specify pods/status" },
        { "*/scale pods/scale", "[1]", "if '*/scale' is present, must not specify pods/scale" },
        { "*/* pods", "", "if '*/*' is present, must not specify other resources" },
        { "* pods", "", "if '*' is present, must not specify other resources without subresources" },
    };

    private static MatchCondition Condition => new() { Name = "c", Expression = "true" };

    [Theory]
    [MemberData(nameof(Hooks))]
    public void Validate_Hooks_Reports(ValidatingWebhook[] hooks, string path, string text) =>
        Findings.Has(Findings.OfCreate(new ValidatingWebhookConfigurationStrategy(), new() { Webhooks = [.. hooks] }), path, text);

    [Theory]
    [MemberData(nameof(Resources))]
    public void Validate_Resources_Reports(string resources, string index, string text)
    {
        var hook = s_hook with { Rules = [s_rule with { Resources = [.. resources.Split(' ')] }] };
        var errors = Findings.OfCreate(new ValidatingWebhookConfigurationStrategy(), new() { Webhooks = [hook] });
        Findings.Has(errors, text.Length == 0 ? "" : "webhooks[0].rules[0].resources" + index, text);
    }

    [Theory]
    [InlineData("https://example.com:443/x", "")]
    [InlineData("https://[::1]:8443/x", "")]
    [InlineData("http://example.com", "\"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]")]
    [InlineData("https:///x", "\"\": host must be specified")]
    [InlineData("https://u:p@example.com", "\"u:p\": user information is not permitted")]
    [InlineData("https://example.com#f", "\"f\": fragments are not permitted")]
    [InlineData("https://example.com?q=1", "\"q=1\": query parameters are not permitted")]
    [InlineData("https://example.com:x", "url must be a valid URL: parse \"https://example.com:x\": invalid port \":x\" after host")]
    [InlineData(":x", "url must be a valid URL: parse \":x\": missing protocol scheme")]
    public void Validate_Url_Reports(string url, string text)
    {
        var hook = s_hook with { ClientConfig = new() { Url = url } };
        var errors = Findings.OfCreate(new ValidatingWebhookConfigurationStrategy(), new() { Webhooks = [hook] });
        Findings.Has(errors, text.Length == 0 ? "" : "webhooks[0].clientConfig.url", text);
    }

    [Fact]
    public void ValidateUpdate_FaultsOfOldObject_AreTolerated()
    {
        var hook = new MutatingWebhook
        {
            Name = "a.example.com",
            ClientConfig = s_hook.ClientConfig,
            SideEffects = "Some",
            AdmissionReviewVersions = ["v2"],
            MatchConditions = [new() { Name = "a" }],
        };
        var old = new MutatingWebhookConfiguration { Webhooks = [hook, hook] };
        Assert.Equal(7, Findings.OfCreate(new MutatingWebhookConfigurationStrategy(), old).Count);
        Assert.Empty(Findings.OfUpdate(new MutatingWebhookConfigurationStrategy(), old, old));
    }

    [Fact]
    public void PrepareForUpdate_HooksChange_RaisesGeneration()
    {
        var strategy = new MutatingWebhookConfigurationStrategy();
        var old = new MutatingWebhookConfiguration { Metadata = new() { Generation = 2, Name = "x.static.k8s.io" } };
        Assert.Equal(2, strategy.PrepareForUpdate(old, old, Findings.Context()).Metadata.Generation);
        Assert.Equal(3, strategy.PrepareForUpdate(old with { Webhooks = [new()] }, old, Findings.Context()).Metadata.Generation);
        var warnings = new List<string>();
        strategy.WarnOnCreate(old, warnings);
        Assert.StartsWith("metadata.name: names ending with \".static.k8s.io\" are reserved", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static WebhookClientConfig Service(string name, string space, string? path) =>
        new() { Service = new() { Name = name, Namespace = space, Path = path, Port = 443 } };
}

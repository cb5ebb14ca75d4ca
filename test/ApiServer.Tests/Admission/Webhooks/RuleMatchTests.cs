using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission.Webhooks;

/// <summary>Facts: upstream's <c>predicates/rules/rules_test.go</c>.</summary>
public sealed class RuleMatchTests
{
    /// <summary>A request is <c>operation group/version/resource[/subresource] namespace</c>.</summary>
    [Theory]
    [InlineData("operations: ['*']", "CREATE apps/v1/deployments ns", true)]
    [InlineData("operations: [CREATE]", "CREATE apps/v1/deployments ns", true)]
    [InlineData("operations: [UPDATE]", "CREATE apps/v1/deployments ns", false)]
    [InlineData("apiGroups: [batch, apps]", "CREATE apps/v1/deployments ns", true)]
    [InlineData("apiGroups: ['']", "CREATE apps/v1/deployments ns", false)]
    [InlineData("apiVersions: [v2]", "CREATE apps/v1/deployments ns", false)]
    [InlineData("resources: [deployments]", "CREATE apps/v1/deployments/scale ns", false)]
    [InlineData("resources: ['*']", "CREATE apps/v1/deployments/scale ns", false)]
    [InlineData("resources: ['*/*']", "CREATE apps/v1/deployments/scale ns", true)]
    [InlineData("resources: ['*/scale']", "CREATE apps/v1/deployments/scale ns", true)]
    [InlineData("resources: ['deployments/*']", "CREATE apps/v1/deployments ns", true)]
    [InlineData("resources: ['pods/*']", "CREATE apps/v1/deployments ns", false)]
    [InlineData("scope: Namespaced", "CREATE apps/v1/deployments ns", true)]
    [InlineData("scope: Cluster", "CREATE apps/v1/deployments ns", false)]
    [InlineData("scope: Cluster", "CREATE /v1/nodes -", true)]
    [InlineData("scope: Namespaced", "UPDATE /v1/namespaces ns", false)]
    [InlineData("scope: Cluster", "UPDATE /v1/namespaces ns", true)]
    public void Matches_RuleAndRequest_IsUpstreams(string change, string request, bool expected)
    {
        var configuration = Manifests.Read<ValidatingWebhookConfiguration>(
            "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: c}, webhooks: [{name: w, rules: [{"
            + string.Join(", ", Defaults.Where(member => !change.StartsWith(member.Split(':')[0], StringComparison.Ordinal)).Append(change)) + "}]}]}");
        var (operation, path, space) = request.Split(' ') is [var first, var second, var third] ? (first, second.Split('/'), third) : default;

        Assert.Equal(expected, RuleMatch.Matches(
            configuration.Webhooks[0].Rules[0], operation!, new(path![0], path[1], path[2]), path.Length > 3 ? path[3] : "", space == "-" ? "" : space!));
    }

    private static string[] Defaults => ["operations: ['*']", "apiGroups: ['*']", "apiVersions: ['*']", "resources: ['*/*']", "scope: '*'"];
}

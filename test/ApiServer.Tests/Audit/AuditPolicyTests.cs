using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Tests.Admission;

namespace Kybernet.ApiServer.Tests.Audit;

public sealed class AuditPolicyTests
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        omitManagedFields: true
        rules:
        - {level: None, users: [robot], verbs: [watch]}
        - {level: None, nonResourceURLs: ["/healthz*", "/version"]}
        - {level: RequestResponse, userGroups: [admins], resources: [{group: "", resources: [secrets]}], omitStages: [ResponseStarted]}
        - {level: Metadata, resources: [{group: "", resources: ["pods/log", "pods/status", "services/*", "*/scale"]}]}
        - {level: Request, namespaces: [kube-system], resources: [{group: ""}], omitManagedFields: false}
        - {level: Request, resources: [{group: apps, resources: [deployments], resourceNames: [web]}]}
        - {level: Metadata, namespaces: [""], resources: [{group: rbac.authorization.k8s.io, resources: ["*"]}]}
        """;

    [Theory]
    [InlineData("robot", "watch /api/v1/pods", "None")]
    [InlineData("robot", "get /api/v1/namespaces/kube-system/pods/a", "Request")]
    [InlineData("x", "get /healthz/ping", "None")]
    [InlineData("admin", "get /api/v1/namespaces/default/secrets/s", "RequestResponse")]
    [InlineData("x", "get /api/v1/namespaces/default/secrets/s", "None")]
    [InlineData("x", "get /api/v1/namespaces/kube-system/secrets/s", "Request")]
    [InlineData("x", "get /api/v1/namespaces/default/pods/p/log", "Metadata")]
    [InlineData("x", "put /api/v1/namespaces/default/pods/p/status", "Metadata")]
    [InlineData("x", "get /api/v1/namespaces/default/pods/p", "None")]
    [InlineData("x", "get /api/v1/namespaces/default/services/s", "Metadata")]
    [InlineData("x", "get /api/v1/namespaces/default/services/s/proxy", "Metadata")]
    [InlineData("x", "get /api/v1/namespaces/default/replicationcontrollers/r/scale", "Metadata")]
    [InlineData("x", "get /apis/apps/v1/namespaces/default/deployments/web", "Request")]
    [InlineData("x", "get /apis/apps/v1/namespaces/default/deployments/other", "None")]
    [InlineData("x", "get /apis/rbac.authorization.k8s.io/v1/clusterroles/a", "Metadata")]
    [InlineData("x", "get /apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/a", "None")]
    public void Decide_FirstRuleThatMatches_Counts(string user, string request, string expected)
    {
        var policy = AuditPolicy.Read(Policy, out var problem);
        Assert.Equal("", problem);
        var parts = request.Split(' ');
        var info = RequestInfo.Parse(parts[0] == "put" ? "PUT" : "GET", parts[1], parts[0] == "watch", "");
        var who = user == "admin" ? AdmissionCluster.User(user, "admins") : AdmissionCluster.User(user);

        Assert.Equal(expected, policy!.Decide(who, info).Level.ToString());
    }

    [Fact]
    public void Decide_RuleAndPolicy_LeaveOutBothTheirStages()
    {
        var policy = AuditPolicy.Read(Policy, out _)!;

        var decision = policy.Decide(AdmissionCluster.User("a", "admins"), RequestInfo.Parse("GET", "/api/v1/namespaces/default/secrets/s", false, ""));

        Assert.Equal(["RequestReceived", "ResponseStarted"], decision.OmitStages);
        Assert.True(decision.OmitManagedFields);
    }

    [Theory]
    [InlineData("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: []}", "loaded illegal policy with 0 rules")]
    [InlineData("{apiVersion: audit.k8s.io/v1beta1, kind: Policy, rules: [{level: None}]}", "audit.k8s.io/v1, Kind=Policy is expected")]
    [InlineData("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: All}]}",
        "rules[0].level: Unsupported value: \"All\": supported values: \"Metadata\", \"None\", \"Request\", \"RequestResponse\"")]
    [InlineData("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, nonResourceURLs: [healthz]}]}",
        "rules[0].nonResourceURLs: Invalid value: \"healthz\": non-resource URL rules must begin with a '/' character")]
    [InlineData("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, nonResourceURLs: [/a], namespaces: [b]}]}",
        "rules[0].nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs")]
    public void Read_Wrong_SaysWhere(string yaml, string expected)
    {
        Assert.Null(AuditPolicy.Read(yaml, out var problem));
        Assert.Equal(expected, problem);
    }
}

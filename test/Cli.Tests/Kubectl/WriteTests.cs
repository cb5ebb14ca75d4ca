namespace Kybernet.Cli.Tests.Kubectl;

/// <summary>Commands that change the cluster, one after another as a user would.</summary>
public sealed class WriteTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: a, image: nginx:1}
              - {name: b, image: redis:1}
        """;

    [Fact]
    public async Task Apply_Changes_ArePatchedAndOthersStay()
    {
        Assert.Equal("namespace/apply created\n", await DoAsync("create ns apply"));
        var file = cluster.Write("web.yaml", Deployment);
        Assert.Equal("deployment.apps/web created\n", await DoAsync($"apply -n apply -f {file}"));
        Assert.Equal("deployment.apps/web unchanged\n", await DoAsync($"apply -n apply -f {file}"));
        Assert.Equal("deployment.apps/web scaled\n", await DoAsync("scale -n apply deploy web --replicas=5"));
        Assert.Equal("deployment.apps/web labeled\n", await DoAsync("label -n apply deploy web by=hand"));

        cluster.Write("web.yaml", Deployment.Replace("  - {name: b, image: redis:1}", "", StringComparison.Ordinal).Replace(
            "replicas: 2", "paused: true", StringComparison.Ordinal));
        Assert.Equal("deployment.apps/web configured\n", await DoAsync($"apply -n apply -f {file}"));

        const string path = "{.spec.template.spec.containers[*].name} {.spec.paused} {.metadata.labels.by}";
        Assert.Equal("a true hand", await DoAsync("get -n apply deploy web -o", "jsonpath=" + path));
    }

    [Theory]
    [InlineData("create configmap cm --from-literal=a=b", "configmap/cm created\n")]
    [InlineData("create secret generic s --from-literal=a=b", "secret/s created\n")]
    [InlineData("create deployment d --image=nginx:1", "deployment.apps/d created\n")]
    [InlineData("create service clusterip s --tcp=80:8080", "service/s created\n")]
    [InlineData("create job j --image=busybox", "job.batch/j created\n")]
    public async Task CreateAndDelete_OfFlags_SayWhat(string line, string expected)
    {
        Assert.Equal(expected, await DoAsync(line));
        var name = expected.Split(' ')[0];
        var (kind, own) = (name.Split('/')[0], name.Split('/')[1]);

        Assert.Matches($"^{kind} \"{own}\" deleted( from default namespace)?\n$", await DoAsync($"delete {name} --wait=false"));
    }

    [Fact]
    public async Task Apply_Invalid_ShowsTheCauses()
    {
        var file = cluster.Write("bad.yaml", "{apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {ports: [{port: 0, targetPort: 1}]}}");

        var run = await cluster.RunAsync($"apply -f {file}");

        Assert.Equal(
            (1, "The Service \"bad\" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive\n"), (run.ExitCode, run.Error));
    }

    private async Task<string> DoAsync(string line, params string[] more)
    {
        var run = await cluster.RunAsync(line, more);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}

namespace Kybernet.Cli.Tests.Kubectl;

/// <summary>What get prints, over HTTPS: the texts are kubectl 1.32's.</summary>
public sealed class ReadTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Theory]
    [InlineData("get ns default --no-headers", "default   Active   0s\n")]
    [InlineData("get ns default -o name", "namespace/default\n")]
    [InlineData("get ns/default -o jsonpath={.metadata.name}", "default")]
    [InlineData("get ns default -o custom-columns=N:.metadata.name,X:.spec.nope", "N         X\ndefault   <none>\n")]
    [InlineData("get svc kubernetes -o jsonpath={.spec.ports[?(@.name==\"https\")].port}", "443")]
    [InlineData("api-resources --api-group=apps -o name", "controllerrevisions.apps\ndaemonsets.apps\ndeployments.apps\nreplicasets.apps\nstatefulsets.apps\n")]
    [InlineData("auth can-i get pods", "yes\n")]
    [InlineData("config current-context", "kubernetes-admin@kybernet\n")]
    public async Task Run_WhatThereIs_PrintsAsKubectl(string line, string expected)
    {
        var run = await cluster.RunAsync(line);

        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("get pods x", "Error from server (NotFound): pods \"x\" not found\n")]
    [InlineData("get pods/x ns/y", "Error from server (NotFound): pods \"x\" not found\nError from server (NotFound): namespaces \"y\" not found\n")]
    [InlineData("get widgets", "error: the server doesn't have a resource type \"widgets\"\n")]
    [InlineData("get pods --tail", "error: unknown flag: --tail\nSee 'kubectl get --help' for usage.\n")]
    [InlineData("get pods -Z", "error: unknown shorthand flag: 'Z' in -Z\nSee 'kubectl get --help' for usage.\n")]
    [InlineData("get pods -n", "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n")]
    [InlineData("scale deploy x", "error: required flag(s) \"replicas\" not set\n")]
    [InlineData("apply", "error: must specify one of -f and -k\n")]
    [InlineData("apply -f /nowhere.yaml", "error: the path \"/nowhere.yaml\" does not exist\n")]
    [InlineData("get ns --context other", "error: context \"other\" does not exist\n")]
    [InlineData("get nodes --as bob",
        "Error from server (Forbidden): nodes is forbidden: User \"bob\" cannot list resource \"nodes\" in API group \"\" at the cluster scope\n")]
    public async Task Run_Wrong_SaysWhatInKubectlsWords(string line, string expected)
    {
        var run = await cluster.RunAsync(line);

        Assert.Equal((1, expected), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Get_NothingThere_SaysSoAndSucceeds()
    {
        var run = await cluster.RunAsync("get pods");

        Assert.Equal((0, "", "No resources found in default namespace.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Get_ServerAway_NamesIt()
    {
        var run = await cluster.RunAsync("get pods -s https://127.0.0.1:1");

        Assert.Equal((1, "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n"), (run.ExitCode, run.Error));
    }
}

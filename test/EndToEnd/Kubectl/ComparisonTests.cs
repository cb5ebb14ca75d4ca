using System.Text.RegularExpressions;
using Kybernet.Cli.Commands.Version;

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>The project's own command line beside the real kubectl: the same command, the same output, the same exit code.</summary>
public sealed partial class ComparisonTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: a, image: "nginx:1"}]}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: cm}, data: {a: "<1>", b: "x\ny"}}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("get ns")]
    [InlineData("get deploy,cm")]
    [InlineData("get deploy -o wide --show-labels")]
    [InlineData("get deploy web -o yaml")]
    [InlineData("get cm cm -o json")]
    [InlineData("get cm -o yaml")]
    [InlineData("get all -o name")]
    [InlineData("get deploy -A -L app")]
    [InlineData("get clusterroles --sort-by=.metadata.name --no-headers")]
    [InlineData("get deploy/web pods/x ns/y")]
    [InlineData("get pods")]
    [InlineData("get widgets")]
    [InlineData("create deployment d --image=nginx:1.2 --port=80 --dry-run=client -o yaml")]
    [InlineData("create service clusterip s --tcp=80:8080 --dry-run=client -o json")]
    [InlineData("apply -f web.yaml --dry-run=server")]
    [InlineData("apply -f nowhere.yaml")]
    [InlineData("delete pod x")]
    [InlineData("delete")]
    [InlineData("label deploy web app=other")]
    [InlineData("rollout resume deploy/web")]
    [InlineData("api-resources -o wide")]
    [InlineData("api-versions")]
    [InlineData("auth can-i list nodes --as=bob")]
    [InlineData("config get-contexts")]
    public async Task Run_SameCommand_PrintsTheSame(string command)
    {
        Assert.SkipWhen(Shell.Lack() is not null, Shell.Lack() ?? "");
        var space = https.NextName("same");
        var folder = Directory.CreateTempSubdirectory("cli").FullName;
        using var shell = new Shell(https.Cluster.Kubeconfig!, space);
        var config = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(config, https.Cluster.Kubeconfig, Cancel);
        shell.Write("web.yaml", Manifest);
        var file = Path.Combine(folder, "web.yaml");
        await File.WriteAllTextAsync(file, Manifest, Cancel);
        await shell.RunAsync($"kubectl create ns {space} && kubectl apply -n {space} -f web.yaml", Cancel);

        var (exitCode, theirs) = await shell.RunAsync($"kubectl -n {space} {command}", Cancel);
        var ours = await OursAsync(config, ["-n", space, .. command.Replace("web.yaml", file, StringComparison.Ordinal).Split(' ')]);

        Directory.Delete(folder, recursive: true);
        Assert.Equal($"{Same(theirs)}{exitCode}", $"{Same(ours.Output)}{ours.ExitCode}");
    }

    private static async Task<(int ExitCode, string Output)> OursAsync(string kubeconfig, string[] arguments)
    {
        using var output = new StringWriter();
        var version = new VersionInfo { ProductVersion = "0", KubernetesVersion = "1.36" };
        var kubectl = new Cli.Kubectl(version, new()
        {
            Variable = name => name == "KUBECONFIG" ? kubeconfig : "",
            Input = static () => Stream.Null,
            Output = static () => Stream.Null,
            Error = static () => Stream.Null,
            Time = TimeProvider.System,
        });
        var exitCode = await kubectl.RunAsync(arguments, output, output, Cancel);
        return (exitCode, output.ToString());
    }

    /// <summary>
    /// Without ages, which differ between two runs, and the widths that hang on them; without the empty times that kubectl before 1.34
    /// writes; and with the one word in which builds of kubectl differ.
    /// </summary>
    private static string Same(string text) =>
        Blanks().Replace(Ages().Replace(NoTime().Replace(text, ""), "AGE"), " ").Replace("Error: unknown", "error: unknown", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(\d+[dhms])+\b")]
    private static partial Regex Ages();

    [GeneratedRegex(@"\n *""?creationTimestamp""?: null,?")]
    private static partial Regex NoTime();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}

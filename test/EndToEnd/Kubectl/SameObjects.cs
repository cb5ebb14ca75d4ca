namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>A cluster with a namespace of objects, seen by both command lines. Made once; commands that change something change it for both.</summary>
public sealed class SameObjects : IAsyncLifetime
{
    private const string Space = "same";
    private const string Small = """
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

    private const string Manifest = Small + "\n---\n" + DescribedObjects.Manifest;

    private readonly HttpsCluster _https = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cli").FullName;
    private Shell? _shell;

    private string ManifestFile => Path.Combine(_folder, "web.yaml");

    private string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        if (Shell.Lack() is not null) return;
        await _https.InitializeAsync();
        await File.WriteAllTextAsync(Kubeconfig, _https.Cluster.Kubeconfig, cancel);
        await File.WriteAllTextAsync(ManifestFile, Manifest, cancel);
        _shell = new(_https.Cluster.Kubeconfig!, Space);
        await File.WriteAllTextAsync(Path.Combine(_folder, "small.yaml"), Small, cancel);
        _shell.Write("web.yaml", Manifest);
        _shell.Write("small.yaml", Small);
        var (exitCode, output) = await _shell.RunAsync($"kubectl create ns {Space} && kubectl apply -n {Space} -f web.yaml", cancel);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>What the real kubectl says.</summary>
    internal Task<(int ExitCode, string Output)> TheirsAsync(string command, CancellationToken cancel) =>
        _shell!.RunAsync($"kubectl -n {Space} {command}", cancel);

    /// <summary>What ours says, in this process.</summary>
    internal async Task<(int ExitCode, string Output)> OursAsync(string command, CancellationToken cancel)
    {
        using var output = new StringWriter();
        var kubectl = new Cli.Kubectl(new() { ProductVersion = "0", KubernetesVersion = "1.36" }, new()
        {
            Variable = name => name == "KUBECONFIG" ? Kubeconfig : "",
            Input = static () => Stream.Null,
            Output = static () => Stream.Null,
            Error = static () => Stream.Null,
            Time = TimeProvider.System,
        });
        string[] words = ["-n", Space, .. command.Split(' ').Select(word => word is "web.yaml" or "small.yaml" ? Path.Combine(_folder, word) : word)];
        return (await kubectl.RunAsync(words, output, output, cancel), output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _shell?.Dispose();
        if (_shell is not null) await _https.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>The real kubectl against the real server: what it prints is what upstream's server would have made it print.</summary>
public sealed class KubectlTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private static readonly string s_scripts = Path.Combine(AppContext.BaseDirectory, "Kubectl", "Scripts");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(s_scripts).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_EveryStep_PrintsWhatUpstreamWould(string name)
    {
        Assert.SkipWhen(Shell.Lack() is not null, Shell.Lack() ?? "");
        var script = Script.Parse(await File.ReadAllLinesAsync(Path.Combine(s_scripts, name + ".script"), Cancel));
        var space = https.NextName(name.ToLowerInvariant());
        using var shell = new Shell(https.Cluster.Kubeconfig!, space);
        foreach (var (file, text) in script.Files) shell.Write(file, text);
        await shell.RunAsync($"kubectl create ns {space} && kubectl config set-context --current --namespace={space}; kubectl create sa default", Cancel);

        var wrong = new List<string>();
        foreach (var step in script.Steps)
        {
            var (exitCode, output) = await shell.RunAsync(step.Command, Cancel);
            if (step.Judge(exitCode, output, space) is { } finding) wrong.Add(finding);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}

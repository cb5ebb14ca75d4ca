using System.Text.RegularExpressions;

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>The project's own command line beside the real kubectl: the same command, the same output, the same exit code.</summary>
public sealed partial class ComparisonTests(SameObjects objects) : IClassFixture<SameObjects>
{
    private static readonly string? s_lack = Shell.LackOfRelease();

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
    [InlineData("create service clusterip s --tcp=80:8080 --dry-run=client -o yaml")]
    [InlineData("apply -f small.yaml --dry-run=server")]
    [InlineData("apply -f nowhere.yaml")]
    [InlineData("delete pod x")]
    [InlineData("delete")]
    [InlineData("label deploy web app=other")]
    [InlineData("rollout resume deploy/web")]
    [InlineData("api-resources -o wide")]
    [InlineData("api-versions")]
    [InlineData("auth can-i list nodes --as=bob")]
    [InlineData("config get-contexts")]
    [InlineData("describe deploy web")]
    [InlineData("describe deploy,cm,secret")]
    [InlineData("describe pod full")]
    [InlineData("describe rs set")]
    [InlineData("describe ds each")]
    [InlineData("describe sts db")]
    [InlineData("describe job once")]
    [InlineData("describe cronjob daily")]
    [InlineData("describe svc front")]
    [InlineData("describe endpointslice front-1")]
    [InlineData("describe node worker")]
    [InlineData("describe ns/default")]
    [InlineData("describe resourcequota,limitrange")]
    [InlineData("describe sa builder")]
    [InlineData("describe pvc data")]
    [InlineData("describe -f web.yaml")]
    [InlineData("describe pod nobody")]
    [InlineData("describe")]
    [InlineData("explain pods")]
    [InlineData("explain pods --recursive")]
    [InlineData("explain pod.spec.containers.imagePullPolicy")]
    [InlineData("explain deployments.apps.spec.strategy")]
    [InlineData("explain deploy.spec.template.spec.tolerations --recursive")]
    [InlineData("explain cronjob --api-version=batch/v1")]
    [InlineData("explain crd.spec.versions.schema.openAPIV3Schema")]
    [InlineData("explain configmap.data")]
    [InlineData("explain pods.spec.nothing")]
    [InlineData("explain nothing")]
    [InlineData("explain")]
    [InlineData("api-resources")]
    [InlineData("api-resources --namespaced=false -o name")]
    [InlineData("api-resources --api-group=apps --sort-by=name")]
    [InlineData("api-resources --verbs=list,delete --no-headers")]
    [InlineData("scale deploy web --replicas=3")]
    [InlineData("scale deploy web --current-replicas=7 --replicas=3")]
    [InlineData("scale deploy nobody --replicas=3")]
    [InlineData("rollout history deploy/web")]
    [InlineData("rollout restart deploy/nobody")]
    [InlineData("rollout status deploy/web --timeout=1s")]
    [InlineData("rollout undo deploy/web")]
    [InlineData("delete cm cm --dry-run=client")]
    [InlineData("delete cm,secret --all --dry-run=server")]
    [InlineData("delete deploy/web cm/nobody --wait=false --dry-run=server")]
    [InlineData("logs full")]
    [InlineData("logs full -c nobody")]
    [InlineData("logs nobody")]
    [InlineData("exec nobody -- ls")]
    [InlineData("exec full")]
    [InlineData("port-forward nobody 80")]
    [InlineData("port-forward full 80")]
    [InlineData("port-forward full")]
    public async Task Run_SameCommand_PrintsTheSame(string command)
    {
        Assert.SkipWhen(s_lack is not null, s_lack ?? "");

        var theirs = await objects.TheirsAsync(command, Cancel);
        var ours = await objects.OursAsync(command, Cancel);

        Assert.Equal($"{Same(theirs.Output)}{theirs.ExitCode}", $"{Same(ours.Output)}{ours.ExitCode}");
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

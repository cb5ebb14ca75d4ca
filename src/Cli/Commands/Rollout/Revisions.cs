using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Rollout;

/// <summary>A state a workload was in.</summary>
/// <param name="Number">They count up.</param>
/// <param name="Cause">What the user noted as its cause; empty for nothing.</param>
/// <param name="Template">The pods' template.</param>
internal sealed record Revision(long Number, string Cause, JsonValue Template);

/// <summary>The history of a workload: a deployment's replica sets, another's ControllerRevisions.</summary>
internal static class Revisions
{
    private const string Cause = "kubernetes.io/change-cause";

    /// <summary>Oldest first.</summary>
    /// <exception cref="CliException">The kind has no history.</exception>
    public static async Task<IReadOnlyList<Revision>> OfAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var kind = target.Resource.Kind.Kind;
        if (kind is not ("Deployment" or "DaemonSet" or "StatefulSet"))
            throw new CliException($"no history viewer has been implemented for \"{kind}.{target.Resource.Kind.Group}\"");
        var type = (await run.Cluster.ResourcesAsync(cancel)).Get(kind == "Deployment" ? "replicasets.apps" : "controllerrevisions.apps");
        var list = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(ResourcePath.Of(type, target.Namespace), cancel)).Value;
        var uid = target.Object.Text("metadata", "uid");
        var owned = list["items"].Items.Where(item =>
            item.At("metadata", "ownerReferences").Items.Any(owner => owner["controller"].AsBool() == true && owner.Text("uid") == uid));
        var revisions = owned.Select(item => kind == "Deployment" ? OfReplicaSet(item) : new(
            item.Int("revision"), item.Text("metadata", "annotations", Cause), item.At("data", "spec", "template").Without("$patch")));
        return [.. revisions.OrderBy(static revision => revision.Number)];
    }

    private static Revision OfReplicaSet(JsonValue set)
    {
        _ = long.TryParse(set.Text("metadata", "annotations", "deployment.kubernetes.io/revision"), CultureInfo.InvariantCulture, out var number);
        var template = set.At("spec", "template");
        var labels = template.At("metadata", "labels").Without("pod-template-hash");
        return new(number, set.Text("metadata", "annotations", Cause), template.With("metadata", template["metadata"].With("labels", labels)));
    }
}

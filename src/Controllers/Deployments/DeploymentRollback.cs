using Kybernet.Api.Apps.V1;
using Kybernet.Client;
using Kybernet.Client.Events;

namespace Kybernet.Controllers.Deployments;

/// <summary>
/// Rollbacks asked for by annotation, the way clients of the first Deployment API did. Upstream: <c>rollback.go</c>. kubectl writes the old
/// template itself.
/// </summary>
public sealed class DeploymentRollback(IClient client, IEventRecorder events)
{
    /// <summary>The revision asked for, 0 for the one before; null for no rollback.</summary>
    public static long? AskedFor(Deployment deployment) =>
        deployment.Metadata.Annotations.TryGetValue(Revisions.RollbackTo, out var text) ? Revisions.Number(text) : null;

    /// <exception cref="ApiException">A write failed.</exception>
    public async ValueTask RollAsync(Deployment deployment, ReplicaSetHistory history, long revision, CancellationToken cancel)
    {
        if (revision == 0) revision = Revisions.Last(history.All);
        var set = revision == 0 ? null : history.All.FirstOrDefault(old => Revisions.Of(old) == revision);
        if (set is null)
        {
            var message = revision == 0 ? "Unable to find last revision." : "Unable to find the revision to rollback to.";
            await RefuseAsync(deployment, "DeploymentRollbackRevisionNotFound", message, cancel);
            return;
        }

        if (ReplicaSetHistory.AreEqual(set.Spec.Template, deployment.Spec.Template))
        {
            var message = $"The rollback revision contains the same template as current deployment \"{deployment.Metadata.Name}\"";
            await RefuseAsync(deployment, "DeploymentRollbackTemplateUnchanged", message, cancel);
            return;
        }

        var annotations = Revisions.AfterRollback(deployment.Metadata.Annotations, set.Metadata.Annotations);
        var rolled = deployment with
        {
            Metadata = deployment.Metadata with { Annotations = annotations },
            Spec = deployment.Spec with { Template = ReplicaSetHistory.WithoutHash(set.Spec.Template) },
        };
        await WriteAsync(rolled, cancel);
        events.Record(
            deployment, "Normal", "DeploymentRollback", $"Rolled back deployment \"{deployment.Metadata.Name}\" to revision {revision}");
    }

    private async ValueTask RefuseAsync(Deployment deployment, string reason, string message, CancellationToken cancel)
    {
        events.Record(deployment, "Warning", reason, message);
        await WriteAsync(deployment, cancel);
    }

    private async ValueTask WriteAsync(Deployment deployment, CancellationToken cancel)
    {
        var annotations = deployment.Metadata.Annotations.Remove(Revisions.RollbackTo);
        var written = await client.UpdateAsync(deployment with { Metadata = deployment.Metadata with { Annotations = annotations } }, cancel);
        if (written.Error is { } error) throw new ApiException(error);
    }
}

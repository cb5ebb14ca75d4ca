using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Rollout;

/// <summary>How far a rollout is. Upstream: kubectl/pkg/polymorphichelpers/rollout_status.go.</summary>
internal static class RolloutProgress
{
    /// <summary>The line to print, with its break, and whether it is over.</summary>
    /// <exception cref="CliException">The rollout failed, or the object has none.</exception>
    public static (string Text, bool IsDone) Of(JsonValue value, int revision) => value.Text("kind") switch
    {
        "Deployment" => Deployment(value, revision),
        "DaemonSet" => DaemonSet(value),
        "StatefulSet" => StatefulSet(value),
        var kind => throw new CliException($"no status viewer has been implemented for {kind}"),
    };

    private static (string Text, bool IsDone) Deployment(JsonValue value, int revision)
    {
        var (name, status) = (value.Name(), value["status"]);
        var annotation = value.Text("metadata", "annotations", "deployment.kubernetes.io/revision");
        if (revision > 0 && long.TryParse(annotation, CultureInfo.InvariantCulture, out var running) && running != revision)
            throw new CliException($"desired revision ({revision}) is different from the running revision ({running})");
        if (value.Int("metadata", "generation") > status.Int("observedGeneration")) return ("Waiting for deployment spec update to be observed...\n", false);
        if (status["conditions"].Items.Any(static one => one.Text("type") == "Progressing" && one.Text("reason") == "ProgressDeadlineExceeded"))
            throw new CliException($"deployment \"{name}\" exceeded its progress deadline");
        var (wanted, updated) = (value.Int("spec", "replicas"), status.Int("updatedReplicas"));
        var (old, available) = (status.Int("replicas") - updated, status.Int("availableReplicas"));
        var waiting = $"Waiting for deployment \"{name}\" rollout to finish: ";
        if (updated < wanted) return ($"{waiting}{updated} out of {wanted} new replicas have been updated...\n", false);
        if (old > 0) return ($"{waiting}{old} old replicas are pending termination...\n", false);
        return available < updated
            ? ($"{waiting}{available} of {updated} updated replicas are available...\n", false)
            : ($"deployment \"{name}\" successfully rolled out\n", true);
    }

    private static (string Text, bool IsDone) DaemonSet(JsonValue value)
    {
        var (name, status) = (value.Name(), value["status"]);
        if (value.Text("spec", "updateStrategy", "type") != "RollingUpdate")
            throw new CliException("rollout status is only available for RollingUpdate strategy type");
        if (value.Int("metadata", "generation") > status.Int("observedGeneration")) return ("Waiting for daemon set spec update to be observed...\n", false);
        var (desired, updated, available) = (status.Int("desiredNumberScheduled"), status.Int("updatedNumberScheduled"), status.Int("numberAvailable"));
        if (updated < desired)
            return ($"Waiting for daemon set \"{name}\" rollout to finish: {updated} out of {desired} new pods have been updated...\n", false);
        return available < desired
            ? ($"Waiting for daemon set \"{name}\" rollout to finish: {available} of {desired} updated pods are available...\n", false)
            : ($"daemon set \"{name}\" successfully rolled out\n", true);
    }

    private static (string Text, bool IsDone) StatefulSet(JsonValue value)
    {
        var (spec, status) = (value["spec"], value["status"]);
        if (spec.Text("updateStrategy", "type") != "RollingUpdate") throw new CliException("rollout status is only available for RollingUpdate strategy type");
        if (status.Int("observedGeneration") == 0 || value.Int("metadata", "generation") > status.Int("observedGeneration"))
            return ("Waiting for statefulset spec update to be observed...\n", false);
        var (replicas, partition) = (spec.Int("replicas"), spec.Int("updateStrategy", "rollingUpdate", "partition"));
        var (updated, revision) = (status.Int("updatedReplicas"), status.Text("updateRevision"));
        if (status.Int("readyReplicas") < replicas) return ($"Waiting for {replicas - status.Int("readyReplicas")} pods to be ready...\n", false);
        if (partition > 0)
        {
            return updated < replicas - partition
                ? ($"Waiting for partitioned roll out to finish: {updated} out of {replicas - partition} new pods have been updated...\n", false)
                : ($"partitioned roll out complete: {updated} new pods have been updated...\n", true);
        }

        return revision != status.Text("currentRevision")
            ? ($"waiting for statefulset rolling update to complete {updated} pods at revision {revision}...\n", false)
            : ($"statefulset rolling update complete {status.Int("currentReplicas")} pods at revision {status.Text("currentRevision")}...\n", true);
    }
}

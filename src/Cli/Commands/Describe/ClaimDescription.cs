using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A claim of a volume, and the pods that use it. Upstream: <c>describePersistentVolumeClaim</c>.</summary>
internal static class ClaimDescription
{
    private static readonly (string Mode, string Short)[] s_modes =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    public static async Task WriteAsync(Description description, JsonValue claim, Related related)
    {
        var (metadata, spec, status) = (claim["metadata"], claim["spec"], claim["status"]);
        description.Field("Name", claim.Name());
        description.Field("Namespace", claim.Space());
        var former = claim.At("metadata", "annotations", "volume.beta.kubernetes.io/storage-class").AsString();
        description.Field("StorageClass", former ?? spec.Text("storageClassName"));
        var ending = metadata.Text("deletionTimestamp");
        description.Field("Status", ending.Length > 0 ? $"Terminating (lasts {description.Since(ending)})" : status.Text("phase"));
        var volume = spec.Text("volumeName");
        description.Field("Volume", volume);
        description.Meta(claim);
        description.Field("Finalizers", $"[{string.Join(' ', metadata["finalizers"].Items.Select(static one => one.AsString()))}]");
        description.Field("Capacity", volume.Length > 0 ? status.Text("capacity", "storage") : "");
        var modes = status["accessModes"].Items.Select(static one => one.AsString()).ToList();
        var shown = volume.Length > 0 ? s_modes.Where(one => modes.Contains(one.Mode)).Select(static one => one.Short) : [];
        description.Field("Access Modes", string.Join(',', shown));
        if (spec.Text("volumeMode") is { Length: > 0 } mode) description.Field("VolumeMode", mode);
        Source(description, spec["dataSource"]);
        var listed = await related.ListAsync("pods", claim.Space());
        var users = listed.TryGet(out var pods, out _) ? pods.Where(pod => Uses(pod, claim.Name())).Select(static pod => pod.Name()) : [];
        description.List("Used By", users.Order(StringComparer.Ordinal));
        Conditions(description, status["conditions"]);
    }

    private static void Source(Description description, JsonValue source)
    {
        if (source.IsNull) return;
        description.Line(0, "DataSource:");
        if (source["apiGroup"].AsString() is { } group) description.Field(1, "APIGroup", group);
        description.Field(1, "Kind", source.Text("kind"));
        description.Field(1, "Name", source.Text("name"));
    }

    private static bool Uses(JsonValue pod, string claim) => pod.At("spec", "volumes").Items.Any(volume =>
        volume.Text("persistentVolumeClaim", "claimName") == claim
        || (!volume["ephemeral"].IsNull && $"{pod.Name()}-{volume.Text("name")}" == claim));

    private static void Conditions(Description description, JsonValue conditions)
    {
        if (conditions.Items.Count == 0) return;
        description.Line(0, "Conditions:\n  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage");
        description.Line(1, "----\t------\t-----------------\t------------------\t------\t-------");
        foreach (var one in conditions.Items.ToArray())
        {
            var (probe, since) = (description.Time(one.Text("lastProbeTime")), description.Time(one.Text("lastTransitionTime")));
            description.Line(1, $"{one.Text("type")} \t{one.Text("status")} \t{probe} \t{since} \t{one.Text("reason")} \t{one.Text("message")}");
        }
    }
}

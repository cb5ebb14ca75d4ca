using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.PodGc;

/// <summary>The patch of a pod's status that makes it failed.</summary>
/// <remarks>The collector may patch a pod's status and not update it.</remarks>
internal static class FailurePatch
{
    /// <param name="pod">The UID guards against another of its name.</param>
    /// <param name="isOrphan">Its node is gone; users are told so.</param>
    /// <param name="now">Now.</param>
    public static ObjectPatch Of(Pod pod, bool isOrphan, DateTimeOffset now)
    {
        var generation = pod.Metadata.Generation.ToString(CultureInfo.InvariantCulture);
        var condition = $$"""
            ,"conditions":[{"type":"DisruptionTarget","status":"True","observedGeneration":{{generation}},"lastTransitionTime":"{{Time.From(now)}}",
            "reason":"DeletionByPodGC","message":"PodGC: node no longer exists"}]
            """;
        var status = $$"""{"phase":"Failed","observedGeneration":{{generation}}{{(isOrphan ? condition : "")}}}""";
        return ObjectPatch.StrategicMerge($$"""{"metadata":{"uid":"{{pod.Metadata.Uid}}"},"status":{{status}}}""");
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Pods;

/// <summary>What a pod's status says of it. Upstream: <c>pkg/api/v1/pod/util.go</c>, <c>pkg/controller/controller_utils.go</c>.</summary>
public static class PodStates
{
    extension(Pod pod)
    {
        /// <summary>Its containers have stopped for good.</summary>
        public bool IsTerminal => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

        /// <summary>It counts as a replica: neither finished nor asked to go.</summary>
        public bool IsActive => !pod.IsTerminal && !pod.Metadata.IsBeingDeleted;

        /// <summary>Asked to go, and not finished yet.</summary>
        public bool IsTerminating => !pod.IsTerminal && pod.Metadata.IsBeingDeleted;

        public bool IsReady => pod.ConditionOf(PodConditionType.Ready)?.Status == ConditionStatus.True;

        /// <summary>Since when it is ready; the zero time when it is not.</summary>
        public Time ReadySince =>
            pod.ConditionOf(PodConditionType.Ready) is { Status: ConditionStatus.True } ready ? ready.LastTransitionTime : default;

        public PodCondition? ConditionOf(string type)
        {
            foreach (var condition in pod.Status.Conditions)
                if (condition.Type == type) return condition;
            return null;
        }

        /// <summary>Ready for so long that it counts as available.</summary>
        public bool IsAvailable(int minReadySeconds, DateTimeOffset now) => pod.IsReady
            && (minReadySeconds == 0 || (!pod.ReadySince.IsZero && pod.AvailableAt(minReadySeconds) <= now));

        /// <summary>How long until the pod becomes available; null when it is so, or when waiting does not help.</summary>
        public TimeSpan? UntilAvailable(int minReadySeconds, DateTimeOffset now)
        {
            if (!pod.IsReady || minReadySeconds <= 0 || pod.ReadySince.IsZero) return null;
            var wait = pod.AvailableAt(minReadySeconds) - now;
            return wait > TimeSpan.Zero ? wait : null;
        }

        private DateTimeOffset AvailableAt(int minReadySeconds) => pod.ReadySince.ToDateTimeOffset() + TimeSpan.FromSeconds(minReadySeconds);
    }

    /// <summary>When the first of the pods becomes available; null when none will by waiting.</summary>
    public static TimeSpan? FirstAvailability(IEnumerable<Pod> pods, int minReadySeconds, DateTimeOffset now)
    {
        TimeSpan? first = null;
        foreach (var pod in pods)
            if (pod.UntilAvailable(minReadySeconds, now) is { } wait && (first is null || wait < first)) first = wait;
        return first;
    }
}

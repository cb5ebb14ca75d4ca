using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Codecs;
using RuntimeState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Resizing;

/// <summary>What one pod's containers are granted and what they have. Of one worker, used by one at a time.</summary>
/// <remarks>
/// Upstream: kubelet/allocation. Nothing is written to disk: what a container was made with stands beside it in the runtime, what it was given later
/// in the pod's status.
/// </remarks>
internal sealed class PodResizes(PodAdmission admission, IEventRecorder events)
{
    private readonly Dictionary<string, ResourceRequirements> _actual = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, ResourceRequirements>? _granted;
    private StartFailure? _pending;
    private string _error = "";
    private bool _isUnderWay;

    /// <summary>The pod with the resources the node gives it: those it asks for, unless the node cannot give more now.</summary>
    public Pod Grant(Pod pod, PodStatus told, RuntimePod there)
    {
        var wanted = PodGrant.Of(pod.Spec);
        _granted ??= there.Containers.Count == 0 ? wanted : PodGrant.Told(pod, told);
        if (wanted.All(one => _granted.TryGetValue(one.Key, out var granted) && granted == one.Value))
        {
            _pending = null;
            return pod;
        }

        var before = _pending;
        _pending = admission.TryResize(pod);
        if (_pending is null)
        {
            _granted = wanted;
            _isUnderWay = true;
            events.Record(pod, EventTypes.Normal, "ResizeStarted", ResizeText.Of("Pod resize started", pod, ""));
            return pod;
        }

        if (_pending != before)
            events.Record(pod, EventTypes.Warning, $"Resize{_pending.Reason}", ResizeText.Of($"Pod resize {_pending.Reason}", pod, _pending.Message));
        return PodGrant.With(pod, _granted.GetValueOrDefault);
    }

    /// <summary>What the runtime has, with what each container was given.</summary>
    public RuntimePod WithActual(RuntimePod there, PodStatus told)
    {
        foreach (var gone in _actual.Keys.Where(id => !there.Containers.Any(container => container.Id == id)).ToList()) _actual.Remove(gone);
        return there with { Containers = [.. there.Containers.Select(container => container with { Actual = ActualOf(container, told) })] };
    }

    /// <summary>The sync resized containers, or failed to.</summary>
    public void Done(IReadOnlyDictionary<string, ResourceRequirements> resized, string error)
    {
        foreach (var (id, resources) in resized) _actual[id] = resources;
        _error = error;
    }

    /// <summary>The conditions of a resize that waits or is under way.</summary>
    public IReadOnlyList<PodCondition> Conditions(Pod pod, RuntimePod there)
    {
        List<PodCondition> conditions = [];
        if (_pending is { } pending) conditions.Add(Condition(PodConditionType.PodResizePending, pending.Reason, pending.Message));
        var isUnderWay = pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(container =>
            there.Find(container.Name) is { State: RuntimeState.ContainerRunning } running
            && ContainerResize.WayOf(container, running.Actual) != ResizeWay.None);
        if (isUnderWay) conditions.Add(Condition(PodConditionType.PodResizeInProgress, _error.Length > 0 ? "Error" : "", _error));
        else if (_isUnderWay) events.Record(pod, EventTypes.Normal, "ResizeCompleted", ResizeText.Of("Pod resize completed", pod, ""));
        _isUnderWay = isUnderWay;
        return conditions;

        PodCondition Condition(string type, string reason, string message) => new()
        {
            Type = type,
            Status = ConditionStatus.True,
            Reason = reason,
            Message = message,
            ObservedGeneration = pod.Metadata.Generation,
        };
    }

    private ResourceRequirements? ActualOf(RuntimeContainer container, PodStatus told)
    {
        if (_actual.TryGetValue(container.Id, out var given)) return given;
        var status = told.ContainerStatuses.Concat(told.InitContainerStatuses).FirstOrDefault(status => status.ContainerID == container.ApiId);
        if (status is { State.Running: not null, Resources: { } resources }) return resources;
        var text = container.Annotation(PodLabels.Resources);
        return text.Length == 0 ? null : Defaults.FromJson<ResourceRequirements>(System.Text.Encoding.UTF8.GetBytes(text));
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.PodGc;

/// <summary>Deletes pods that have no kubelet to do so, and the oldest of too many finished ones. Looks every 20 seconds.</summary>
/// <remarks>Upstream: pkg/controller/podgc.</remarks>
public sealed class PodGcController
{
    public const string Name = "pod-garbage-collector-controller";
    public const string Identity = "pod-garbage-collector";
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_quarantine = TimeSpan.FromSeconds(40);

    private readonly IClient _client;
    private readonly ILister<Pod> _pods;
    private readonly ILister<Node> _nodes;
    private readonly ControllerContext _context;
    private readonly OrphanQuarantine _orphans = new(s_quarantine);
    private readonly ILogger _log;

    private PodGcController(ControllerContext context, ILister<Pod> pods, ILister<Node> nodes)
    {
        (_context, _pods, _nodes) = (context, pods, nodes);
        _client = context.ClientOf(Identity);
        _log = context.Loggers.CreateLogger<PodGcController>();
    }

    public static IControllerLoop Create(ControllerContext context)
    {
        var pods = context.Informers.Of<Pod>();
        var nodes = context.Informers.Of<Node>();
        return new Sweeper(Name, s_period, new PodGcController(context, pods, nodes).PassAsync, context).Reads(pods).Reads(nodes);
    }

    private async Task PassAsync(CancellationToken cancel)
    {
        var pods = _pods.List();
        foreach (var pod in PodGcPlan.Terminated(pods, _context.Options.TerminatedPodThreshold)) await EndAsync(pod, false, cancel);
        foreach (var pod in PodGcPlan.OnNodesOutOfService(pods, name => _nodes.Find(new(name)))) await EndAsync(pod, false, cancel);
        foreach (var name in _orphans.Due(pods, name => _nodes.Find(new(name)) is not null, _context.Time.GetUtcNow()))
        {
            var node = await _client.GetAsync<Node>(new(name), cancel);
            if (node.Error is not { IsNotFound: true }) continue;
            foreach (var pod in pods)
                if (pod.Spec.NodeName == name) await EndAsync(pod, true, cancel);
        }

        foreach (var pod in PodGcPlan.Unscheduled(pods)) await EndAsync(pod, false, cancel);
    }

    /// <summary>Marks a pod that has not finished as failed, which no kubelet will, and deletes it without grace.</summary>
    private async ValueTask EndAsync(Pod pod, bool isOrphan, CancellationToken cancel)
    {
        if (pod.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed))
        {
            var patched = await _client.PatchAsync<Pod>(pod.Key, FailurePatch.Of(pod, isOrphan, _context.Time.GetUtcNow()), "status", cancel);
            if (patched.Error is { } refused)
            {
                Complain(pod, refused);
                return;
            }
        }

        var deleted = await _client.DeleteAsync<Pod>(pod.Key, new() { GracePeriodSeconds = 0 }, cancel);
        if (deleted.Error is { } error) Complain(pod, error);
    }

    private void Complain(Pod pod, ApiError error)
    {
        if (!error.IsNotFound) PodGcLog.NotDeleted(_log, pod.Key, error.Message);
    }
}

using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Jobs;

/// <summary>Watches Jobs and their pods. Upstream: <c>pkg/controller/job</c>.</summary>
public static class JobController
{
    public const string Name = "job-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var jobs = context.Informers.Of<Job>();
        var pods = context.Informers.Of<Pod>();
        var expectations = new Expectations(context.Time);
        var changes = new OwnedChanges<Job, Pod>(jobs, static job => job.Spec.Selector, expectations);
        var reconciler = new JobReconciler(client, context.EventsOf(Name), jobs, new(pods), expectations, context.Time);
        return new Controller(Name, reconciler, context).On(jobs).On(pods, changes.KeysOf);
    }

    /// <summary>The second loop: its keys are pods.</summary>
    public static Controller CreateOrphans(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var jobs = context.Informers.Of<Job>();
        var pods = context.Informers.Of<Pod>();
        var byOwner = new OwnerIndex<Pod>(pods);
        var writer = new JobPodWriter(client, new PodControl(client, context.EventsOf(Name)), new Expectations(context.Time));
        return new Controller($"{Name}-orphans", new OrphanReconciler(pods, jobs, writer), context) { Workers = 1 }
            .On(jobs, change => change.New is null or { IsFinished: true } ? byOwner.OwnedBy(change.Any).Select(pod => pod.Metadata.Key) : [])
            .On(pods, change => change.New is { } pod && OrphanReconciler.IsOrphan(pod, jobs) ? [pod.Metadata.Key] : []);
    }
}

using Kybernet.Api.Batch.V1;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.CronJobs;

/// <summary>Watches CronJobs and their Jobs. Upstream: <c>pkg/controller/cronjob</c>.</summary>
public static class CronJobController
{
    public const string Name = "cronjob-controller";

    public static Controller Create(ControllerContext context)
    {
        var cronJobs = context.Informers.Of<CronJob>();
        var jobs = context.Informers.Of<Job>();
        var changes = new OwnedChanges<CronJob, Job>(cronJobs, static _ => null, expectations: null);
        var reconciler = new CronJobReconciler(context.ClientOf(Name), context.EventsOf(Name), cronJobs, new(jobs), context.Time);
        return new Controller(Name, reconciler, context).On(cronJobs).On(jobs, changes.KeysOf);
    }
}

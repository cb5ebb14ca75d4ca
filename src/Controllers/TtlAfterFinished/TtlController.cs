using Kybernet.Api.Batch.V1;
using Kybernet.Client;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.TtlAfterFinished;

/// <summary>Deletes finished Jobs some time after they finished.</summary>
/// <remarks>Upstream: pkg/controller/ttlafterfinished.</remarks>
public static class TtlController
{
    public const string Name = "ttl-after-finished-controller";
    public const string Identity = "ttl-after-finished-controller";

    public static Controller Create(ControllerContext context)
    {
        var jobs = context.Informers.Of<Job>();
        return new Controller(Name, new TtlReconciler(context.ClientOf(Identity), jobs, context.Time), context)
            .On(jobs, static change => change.New is { Spec.TtlSecondsAfterFinished: not null } job ? [job.Key] : []);
    }
}

using Kybernet.Api.Batch.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Jobs;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.CronJobs;

/// <summary>Makes a Job each time a CronJob's schedule says so, and deletes old ones. Upstream: <c>syncCronJob</c>.</summary>
public sealed class CronJobReconciler(
    IClient client, IEventRecorder events, ILister<CronJob> cronJobs, OwnerIndex<Job> jobs, TimeProvider time) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cronJobs.Find(key) is not { } cronJob) return Reconciled.Done;
        var owned = jobs.OwnedBy(cronJob);
        var (status, ended) = CronJobPlan.Look(cronJob, owned);
        foreach (var job in ended) Tell(cronJob, "SawCompletedJob", $"Saw completed job: {job.Metadata.Name}, condition: {OutcomeOf(job)}");
        status = await WithoutMissingAsync(cronJob, status, owned, cancel);
        var (after, again, failure) = await ScheduleAsync(cronJob, status, cancel);
        foreach (var job in CronJobPlan.Surplus(cronJob, owned)) (after, failure) = await DeleteAsync(cronJob, after, job, failure, cancel);
        if (after != cronJob.Status)
        {
            var written = await client.UpdateStatusAsync(cronJob with { Status = after }, cancel);
            failure ??= written.Error;
        }

        if (failure is { } error) return error.HasCause(PodControl.NamespaceTerminatingCause) ? Reconciled.Done : Reconciled.Failed(error);
        return again is { } wait ? Reconciled.After(wait) : Reconciled.Done;
    }

    /// <summary>Forgets Jobs that are neither in the copy nor on the server.</summary>
    private async ValueTask<CronJobStatus> WithoutMissingAsync(
        CronJob cronJob, CronJobStatus status, IReadOnlyList<Job> owned, CancellationToken cancel)
    {
        foreach (var active in status.Active.Where(active => !owned.Any(job => job.Metadata.Uid == active.Uid)).ToList())
        {
            var read = await client.GetAsync<Job>(new(active.Namespace, active.Name), cancel);
            if (read.Error is not { IsNotFound: true }) continue;
            Tell(cronJob, "MissingJob", $"Active job went missing: {active.Name}");
            status = status.Without(active.Uid);
        }

        return status;
    }

    /// <returns>The status, when to look again, and what went wrong.</returns>
    private async ValueTask<(CronJobStatus Status, TimeSpan? Again, ApiError? Error)> ScheduleAsync(
        CronJob cronJob, CronJobStatus status, CancellationToken cancel)
    {
        if (cronJob.Metadata.IsBeingDeleted || cronJob.Spec.Suspend == true || Parse(cronJob) is not { } schedule) return (status, null, null);
        var now = time.GetUtcNow();
        if (schedule.Next(now) is null)
        {
            Warn(cronJob, "InvalidSchedule", $"invalid schedule: {cronJob.Spec.Schedule} : time difference between two schedules is less than 1 second");
            return (status, null, null);
        }

        var (due, hasMissedMany) = CronTimes.For(cronJob, schedule, now);
        if (hasMissedMany)
            Warn(cronJob, "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        ApiError? error = null;
        if (due is { } at && MayStart(cronJob, status, at, now)) (status, error) = await StartAsync(cronJob, status, at, cancel);
        return (status, CronTimes.UntilNext(cronJob with { Status = status }, schedule, now), error);
    }

    private CronSchedule? Parse(CronJob cronJob)
    {
        try
        {
            return CronSchedule.Parse(cronJob.Spec.Schedule, cronJob.Spec.TimeZone ?? "");
        }
        catch (TimeZoneNotFoundException e)
        {
            Warn(cronJob, "UnknownTimeZone", $"invalid timeZone: \"{cronJob.Spec.TimeZone}\": {e.Message}");
        }
        catch (FormatException e)
        {
            Warn(cronJob, "UnparseableSchedule", $"unparseable schedule: \"{cronJob.Spec.Schedule}\" : {e.Message}");
        }

        return null;
    }

    private bool MayStart(CronJob cronJob, CronJobStatus status, DateTimeOffset due, DateTimeOffset now)
    {
        if (cronJob.Spec.StartingDeadlineSeconds is { } deadline && due + TimeSpan.FromSeconds(deadline) < now)
        {
            Warn(cronJob, "MissSchedule", $"Missed scheduled time to start a job: {due.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} +0000");
            return false;
        }

        if (status.LastScheduleTime?.ToDateTimeOffset() == due || status.Active.Any(active => active.Name == CronJobPlan.NameOf(cronJob, due))) return false;
        if (cronJob.Spec.ConcurrencyPolicy != ConcurrencyPolicy.Forbid || status.Active.IsEmpty) return true;
        Tell(cronJob, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
        return false;
    }

    private async ValueTask<(CronJobStatus Status, ApiError? Error)> StartAsync(
        CronJob cronJob, CronJobStatus status, DateTimeOffset due, CancellationToken cancel)
    {
        if (cronJob.Spec.ConcurrencyPolicy == ConcurrencyPolicy.Replace)
        {
            foreach (var active in status.Active.ToList())
            {
                var read = await client.GetAsync<Job>(new(active.Namespace, active.Name), cancel);
                if (!read.TryGet(out var old, out var failed)) return (status, failed);
                (status, failed) = await DeleteAsync(cronJob, status, old, null, cancel);
                if (failed is not null) return (status, failed);
            }
        }

        var created = await client.CreateAsync(CronJobPlan.NewJob(cronJob, due), cancel);
        if (created.Error is { IsAlreadyExists: true })
        {
            created = await client.GetAsync<Job>(new(cronJob.Metadata.Namespace, CronJobPlan.NameOf(cronJob, due)), cancel);
            if (created.TryGet(out var there, out _) && !there.Metadata.IsControlledBy(cronJob.Metadata.Uid)) return (status, null);
        }
        else if (created.Error is { } wrong && !wrong.HasCause(PodControl.NamespaceTerminatingCause))
        {
            Warn(cronJob, "FailedCreate", $"Error creating job: {wrong.Message}");
        }
        else if (created.Error is null)
        {
            Tell(cronJob, "SuccessfulCreate", $"Created job {created.Value.Metadata.Name}");
        }

        if (!created.TryGet(out var job, out var error)) return (status, error);
        return (status.WithActive(job) with { LastScheduleTime = Machinery.Values.Time.From(due) }, null);
    }

    private async ValueTask<(CronJobStatus Status, ApiError? Error)> DeleteAsync(
        CronJob cronJob, CronJobStatus status, Job job, ApiError? before, CancellationToken cancel)
    {
        var options = new DeleteOptions { PropagationPolicy = DeletionPropagation.Background };
        var deleted = await client.DeleteAsync<Job>(job.Key, options, cancel);
        if (deleted.Error is { } error)
        {
            Warn(cronJob, "FailedDelete", $"Deleted job: {error.Message}");
            return (status, before ?? error);
        }

        Tell(cronJob, "SuccessfulDelete", $"Deleted job {job.Metadata.Name}");
        return (status.Without(job.Metadata.Uid), before);
    }

    private static string OutcomeOf(Job job) =>
        job.Status.TrueConditionOf(JobConditionType.Complete) is not null ? JobConditionType.Complete : JobConditionType.Failed;

    private void Tell(CronJob cronJob, string reason, string message) => events.Record(cronJob, "Normal", reason, message);

    private void Warn(CronJob cronJob, string reason, string message) => events.Record(cronJob, "Warning", reason, message);
}

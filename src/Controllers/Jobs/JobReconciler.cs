using System.Collections.Concurrent;
using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Jobs;

/// <summary>Runs a Job's pods to completion. Upstream: <c>syncJob</c>.</summary>
public sealed class JobReconciler(
    IClient client, IEventRecorder events, ILister<Job> jobs, OwnerIndex<Pod> pods, Expectations expectations, TimeProvider time) : IReconciler
{
    private readonly OwnerClaims<Job, Pod> _claims = new(client, JobPods.TrackingFinalizer);
    private readonly JobPodWriter _writer = new(client, new PodControl(client, events), expectations);
    private readonly UnseenWrites<Job> _writes = new(jobs, time);
    private readonly FinalizerRemovals _removals = new();
    private readonly ConcurrentDictionary<ObjectKey, JobBackOff> _backOffs = new();

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (jobs.Find(key) is not { } job)
        {
            Forget(key);
            expectations.Forget(key);
            return Reconciled.Done;
        }

        if (job.Spec.ManagedBy is not (null or JobPods.ManagerName)) return Reconciled.Done;
        if (job.IsFinished)
        {
            Forget(key);
            return Reconciled.Done;
        }

        // A status that was written and is not seen yet would be counted on twice.
        if (!_writes.AreSeen(key)) return Reconciled.After(TimeSpan.FromSeconds(1));
        var isCopyCurrent = expectations.AreMet(key);
        if (!job.Spec.Selector.TryToSelector(out var selector, out _)) return Reconciled.Done;
        var claimed = await _claims.SettleAsync(job, selector, pods.CandidatesOf(job), cancel);
        if (!claimed.TryGet(out var owned, out var error)) return Reconciled.Failed(error);
        var view = new JobView(job, owned, _removals.Of(key, owned), _backOffs.GetValueOrDefault(key));
        return await SyncAsync(view, isCopyCurrent, cancel);
    }

    private async ValueTask<Reconciled> SyncAsync(JobView view, bool isCopyCurrent, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var job = view.Job;
        var status = job.Status;
        if (status.StartTime is null && !job.IsSuspended) status = status with { StartTime = Time.From(now) };
        var verdict = JobVerdict.Of(view, now);
        var (count, wait, failure) = (new Counts(view), TimeSpan.Zero, default(ApiError));
        if (verdict is not null)
        {
            (var deleted, failure) = await _writer.StopAsync(job, view.Active, cancel);
            // While pods may be missing in the copy, or stay, the end is not announced yet.
            if (deleted != view.Active.Count || !isCopyCurrent) verdict = null;
            count = count.Without(deleted, view.Active);
        }
        else
        {
            var isManaged = isCopyCurrent && !job.Metadata.IsBeingDeleted;
            if (isManaged) (count, wait, failure) = await ManageAsync(view, count, now, cancel);
            if (JobVerdict.IsComplete(view, count.Active) && failure is null)
                verdict = JobConditions.SuccessCriteriaMet("CompletionsReached", "Reached expected number of succeeded pods", now);
            else if (isManaged) status = Suspend(job, status, now);
        }

        status = status with { Active = count.Active, Ready = count.Ready, Terminating = count.Terminating };
        var tracked = await TrackAsync(view, status, verdict, count.Terminating, now, cancel);
        if ((tracked ?? failure) is { } error) return Reconciled.Failed(error);
        var deadline = JobVerdict.UntilDeadline(job with { Status = status }, now);
        if (verdict is not null || (wait == TimeSpan.Zero && deadline is null)) return Reconciled.Done;
        return Reconciled.After(wait == TimeSpan.Zero || deadline < wait ? deadline!.Value : wait);
    }

    private async ValueTask<(Counts Count, TimeSpan Wait, ApiError? Error)> ManageAsync(
        JobView view, Counts count, DateTimeOffset now, CancellationToken cancel)
    {
        var plan = JobPlan.For(view, now);
        if (plan.Delete.Count > 0)
        {
            var (deleted, failure) = await _writer.DropAsync(view.Job, plan.Delete, cancel);
            return (count.Without(deleted, plan.Delete), TimeSpan.Zero, failure);
        }

        if (plan.Create.Count == 0) return (count, plan.Wait, null);
        var (created, error) = await _writer.CreateAsync(view, plan.Create, cancel);
        return (count with { Active = count.Active + created }, TimeSpan.Zero, error);
    }

    /// <summary>The three steps of <see cref="JobTracking"/>, and the end where it is due.</summary>
    private async ValueTask<ApiError?> TrackAsync(
        JobView view, JobStatus status, JobCondition? verdict, int terminating, DateTimeOffset now, CancellationToken cancel)
    {
        var key = view.Job.Metadata.Key;
        var tracking = JobTracking.For(view, status, verdict);
        status = tracking.Status;
        if (verdict is { Type: JobConditionType.FailureTarget or JobConditionType.SuccessCriteriaMet }) status = status.With(verdict);
        var (job, error) = await WriteAsync(view.Job, status, cancel);
        if (error is not null) return error;
        _backOffs[key] = view.BackOff;

        var (released, failed) = await _writer.ReleaseAllAsync(tracking.Release, cancel);
        if (released.Count > 0) _removals.Add(key, released);
        var stillTracked = view.Pods.Where(view.IsTracked).Select(pod => pod.Metadata.Uid).Except(released).ToHashSet();
        status = JobTracking.Count(job.Status, stillTracked);
        var uncounted = status.UncountedTerminatedPods;
        var isOver = verdict is not null && failed is null && !tracking.IsFull && terminating == 0
            && uncounted is not { Succeeded.Count: > 0 } && uncounted is not { Failed.Count: > 0 };
        var final = isOver ? JobConditions.Final(verdict!, now) : null;
        if (final is not null)
        {
            status = status.With(final);
            if (final.Type == JobConditionType.Complete) status = status with { CompletionTime = final.LastTransitionTime };
        }

        (job, error) = await WriteAsync(job, status, cancel);
        if (error is null && final is not null) Announce(job, final);
        return error ?? failed;
    }

    private async ValueTask<(Job Job, ApiError? Error)> WriteAsync(Job job, JobStatus status, CancellationToken cancel)
    {
        if (status == job.Status) return (job, null);
        var written = await client.UpdateStatusAsync(job with { Status = status }, cancel);
        if (!written.TryGet(out var value, out var error)) return (job, error);
        _writes.Wrote(job.Metadata.Key, value);
        return (value, null);
    }

    private JobStatus Suspend(Job job, JobStatus status, DateTimeOffset now)
    {
        var condition = job.IsSuspended
            ? JobConditions.Create(JobConditionType.Suspended, ConditionStatus.True, "JobSuspended", "Job suspended", now)
            : JobConditions.Create(JobConditionType.Suspended, ConditionStatus.False, "JobResumed", "Job resumed", now);
        var changed = status.With(condition);
        if (changed == status) return status;
        events.Record(job, "Normal", job.IsSuspended ? "Suspended" : "Resumed", condition.Message);
        return changed with { StartTime = job.IsSuspended ? null : Time.From(now) };
    }

    private void Announce(Job job, JobCondition final)
    {
        if (final.Type != JobConditionType.Complete)
        {
            events.Record(job, "Warning", final.Reason, final.Message);
            return;
        }

        if (job.Status.Succeeded > job.Spec.Completions)
            events.Record(job, "Warning", "TooManySucceededPods", "Too many succeeded pods running after completion count reached");
        events.Record(job, "Normal", "Completed", "Job completed");
    }

    private void Forget(ObjectKey key)
    {
        _backOffs.TryRemove(key, out _);
        _removals.Forget(key);
        _writes.Forget(key);
    }

    /// <summary>What the status counts of running pods, as writes change it.</summary>
    private readonly record struct Counts(int Active, int Ready, int Terminating)
    {
        public Counts(JobView view)
            : this(view.Active.Count, view.Active.Count(pod => pod.IsReady), view.Terminating)
        {
        }

        public Counts Without(int deleted, IReadOnlyList<Pod> pods) =>
            new(Active - deleted, Ready - pods.Count(pod => pod.IsReady), Terminating + deleted);
    }
}

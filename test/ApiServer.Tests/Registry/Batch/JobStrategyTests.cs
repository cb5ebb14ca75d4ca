using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Batch;

namespace Kybernet.ApiServer.Tests.Registry.Batch;

public class JobStrategyTests
{
    private static readonly JobStrategy s_jobs = new();
    private static readonly WriteContext s_context = new(UserInfo.Anonymous, TimeProvider.System, IsDryRun: false);

    [Theory]
    [InlineData("{completions: null, parallelism: null}", 1, 1, 6)]
    [InlineData("{completions: null, parallelism: 2}", null, 2, 6)]
    [InlineData("{completions: 4, parallelism: null, backoffLimitPerIndex: 1}", 4, 1, int.MaxValue)]
    public void Default_Counts_FollowEachOther(string patch, int? completions, int? parallelism, int? backoffLimit)
    {
        var spec = s_jobs.Default(Job("spec", "backoffLimit: null") is var job ? Merge(job, patch) : job).Spec;
        Assert.Equal((completions, parallelism, backoffLimit), (spec.Completions, spec.Parallelism, spec.BackoffLimit));
    }

    [Fact]
    public void Default_NothingToSet_IsTheSameInstance()
    {
        var job = Job("metadata", "labels: {a: b}");
        Assert.Same(job, s_jobs.Default(job));
    }

    [Theory]
    [InlineData("podFailurePolicy: {rules: []}", "Failed")]
    [InlineData("podFailurePolicy: null", "TerminatingOrFailed")]
    public void Default_ReplacementPolicy_FollowsTheFailurePolicy(string patch, string expected)
    {
        var job = s_jobs.Default(Job("spec", "{podReplacementPolicy: null, " + patch + "}"));
        Assert.Equal((expected, false, false), (job.Spec.PodReplacementPolicy, job.Spec.ManualSelector, job.Spec.Suspend));
    }

    [Fact]
    public void PrepareForCreate_NoSelector_MakesOneOfTheUid()
    {
        var given = Job("spec", "{selector: null, template: {metadata: {labels: null}}}");
        var job = s_jobs.PrepareForCreate(given, s_context);
        Assert.Equal(Manifests.Read<Job>(JobManifests.Job).Spec, job.Spec);
        RuleAssert.None(errors => s_jobs.Validate(job, errors));
    }

    [Fact]
    public void PrepareForCreate_ManualSelector_IsKept()
    {
        var given = Job("spec", "{manualSelector: true, selector: {matchLabels: {batch.kubernetes.io/controller-uid: null, a: b}}}");
        Assert.Equal(given.Spec, s_jobs.PrepareForCreate(given, s_context).Spec);
    }

    [Theory]
    [InlineData("{active: 1, ready: 2}", "status.ready", "cannot set more ready pods than active")]
    [InlineData("completedIndexes: 2-1", "status.completedIndexes", "error parsing completedIndexes: non-increasing order")]
    [InlineData("failedIndexes: '1'", "status.failedIndexes", "when backoffLimitPerIndex is null")]
    [InlineData("{completedIndexes: 0-1, failedIndexes: '1'}", "status.failedIndexes", "overlap at index: 1")]
    [InlineData("completionTime: 2024-01-01T00:00:00Z", "status.completionTime", "when there is no Complete=True condition")]
    [InlineData("conditions: [{type: Complete, status: 'True'}]", "status.completionTime", "completionTime is required for Complete jobs")]
    [InlineData("conditions: [{type: Complete, status: 'True'}]", "status.conditions", "without the SuccessCriteriaMet=true condition")]
    [InlineData("conditions: [{type: Failed, status: 'True'}]", "status.conditions", "without the FailureTarget=true condition")]
    [InlineData("conditions: [{type: Failed, status: 'True'}]", "status.startTime", "startTime is required for finished job")]
    [InlineData("{active: 1, conditions: [{type: Failed, status: 'True'}]}", "status.active", "active>0 is invalid for finished job")]
    [InlineData(
        "uncountedTerminatedPods: {succeeded: [a], failed: [a]}", "status.uncountedTerminatedPods.failed[0]", "Duplicate value: \"a\"")]
    [InlineData("failed: 1", "status.failed", "cannot decrease the failed counter")]
    [InlineData("failed: 2", "status.conditions", "cannot disable the SuccessCriteriaMet=True condition")]
    public void Status_BadReport_NamesTheField(string status, string field, string part)
    {
        var old = Job("", "status: {failed: 2, conditions: [{type: SuccessCriteriaMet, status: 'True'}]}");
        var job = Manifests.Patched<Job>(JobManifests.Job, "", "status: " + (status.StartsWith('{') ? status : $"{{{status}}}"));
        RuleAssert.Has(field, part, errors => s_jobs.Status.ValidateUpdate(job, old, errors));
    }

    [Fact]
    public void SelectableField_Successful_IsTheCount() =>
        Assert.Equal("2", s_jobs.SelectableField(Job("", "status: {succeeded: 2}"), "status.successful"));

    [Fact]
    public void OrphansDependentsByDefault_IsTrueForJobsOnly() =>
        Assert.Equal((true, false), (s_jobs.OrphansDependentsByDefault, new CronJobStrategy().OrphansDependentsByDefault));

    private static Job Job(string at, string patch) => Manifests.Patched<Job>(JobManifests.Job, at, patch);

    private static Job Merge(Job job, string patch)
    {
        var changed = Job("spec", patch).Spec;
        return job with
        {
            Spec = job.Spec with
            {
                Completions = changed.Completions,
                Parallelism = changed.Parallelism,
                BackoffLimitPerIndex = changed.BackoffLimitPerIndex,
            },
        };
    }
}

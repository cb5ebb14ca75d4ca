using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Batch;

namespace Kybernet.ApiServer.Tests.Registry.Batch;

public class JobRulesTests
{
    private static readonly JobStrategy s_jobs = new();

    [Fact]
    public void Validate_ValidJob_HasNoErrors() =>
        RuleAssert.None(errors => s_jobs.Validate(Manifests.Read<Job>(JobManifests.Job), errors));

    [Theory]
    [InlineData("completions: null", "spec.completions", "when completion mode is Indexed")]
    [InlineData("parallelism: 100001", "spec.parallelism", "must be less than or equal to 100000 when completion mode is Indexed")]
    [InlineData("{maxFailedIndexes: 4, backoffLimitPerIndex: 1}", "spec.maxFailedIndexes", "must be less than or equal to completions")]
    [InlineData("maxFailedIndexes: 1", "spec.backoffLimitPerIndex", "when maxFailedIndexes is specified")]
    [InlineData(
        "{completions: 100001, backoffLimitPerIndex: 1}", "spec.maxFailedIndexes", "must be specified when completions is above 100000")]
    [InlineData("{completionMode: NonIndexed, backoffLimitPerIndex: 1}", "spec.backoffLimitPerIndex", "requires indexed completion mode")]
    [InlineData("{completionMode: NonIndexed, successPolicy: {rules: []}}", "spec.successPolicy", "requires indexed completion mode")]
    [InlineData("managedBy: me", "spec.managedBy", "must be a domain-prefixed path")]
    [InlineData("selector: {matchLabels: {a: b}}", "spec.selector", "`selector` not auto-generated")]
    [InlineData("template: {metadata: {labels: {job-name: other}}}", "spec.template.metadata.labels[job-name]", "must be 'work'")]
    [InlineData("template: {spec: {restartPolicy: Always}}", "spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")]
    [InlineData("podReplacementPolicy: Never", "spec.podReplacementPolicy", "supported values: \"Failed\", \"TerminatingOrFailed\"")]
    [InlineData(
        "podFailurePolicy: {rules: []}", "spec.podReplacementPolicy",
        "Unsupported value: \"TerminatingOrFailed\": supported values: \"Failed\"")]
    [InlineData(
        "{podFailurePolicy: {rules: []}, template: {spec: {restartPolicy: OnFailure}}}", "spec.template.spec.restartPolicy",
        "only \"Never\" is supported when podFailurePolicy is specified")]
    [InlineData("podFailurePolicy: {rules: [{action: FailJob}]}", "spec.podFailurePolicy.rules[0]", "specifying one of OnExitCodes")]
    [InlineData(
        "podFailurePolicy: {rules: [{action: ''}]}", "spec.podFailurePolicy.rules[0].action",
        "[\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]")]
    [InlineData(
        "podFailurePolicy: {rules: [{action: FailIndex}]}", "spec.podFailurePolicy.rules[0].action", "requires the backoffLimitPerIndex")]
    [InlineData(
        "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [0]}}]}",
        "spec.podFailurePolicy.rules[0].onExitCodes.values[0]", "must not be 0 for the In operator")]
    [InlineData(
        "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [2, 1]}}]}",
        "spec.podFailurePolicy.rules[0].onExitCodes.values", "Invalid value: [2,1]: must be ordered")]
    [InlineData(
        "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {containerName: a, operator: In, values: [1]}}]}",
        "spec.podFailurePolicy.rules[0].onExitCodes.containerName", "must be one of the container or initContainer names")]
    [InlineData("successPolicy: {rules: []}", "spec.successPolicy.rules", "at least one rules must be specified")]
    [InlineData("successPolicy: {rules: [{}]}", "spec.successPolicy.rules[0]", "at least one of succeededCount or succeededIndexes")]
    [InlineData(
        "successPolicy: {rules: [{succeededIndexes: '1,0'}]}", "spec.successPolicy.rules[0].succeededIndexes",
        "non-increasing order, previous: 1, current: 0")]
    [InlineData(
        "successPolicy: {rules: [{succeededIndexes: '3'}]}", "spec.successPolicy.rules[0].succeededIndexes", "too large index: \"3\"")]
    [InlineData(
        "successPolicy: {rules: [{succeededIndexes: 0-1, succeededCount: 3}]}", "spec.successPolicy.rules[0].succeededCount",
        "less than or equal to 2")]
    public void Validate_BadSpec_NamesTheField(string patch, string field, string part) =>
        RuleAssert.Has(field, part, errors => s_jobs.Validate(Job("spec", patch), errors));

    [Fact]
    public void Validate_NameTooLongForItsPods_IsInvalid()
    {
        var job = Job("metadata", $"name: {new string('a', 62)}");
        RuleAssert.Has("metadata.name", "will not able to create pod with invalid DNS label", errors => s_jobs.Validate(job, errors));
    }

    [Theory]
    [InlineData("{completions: 5, parallelism: 5}", null, null)]
    [InlineData("completions: 5", "spec.completions", "can only be modified in tandem with spec.parallelism")]
    [InlineData("template: {spec: {nodeSelector: {a: b}}}", "spec.template", "field is immutable")]
    [InlineData("completionMode: NonIndexed", "spec.completionMode", "field is immutable")]
    [InlineData("backoffLimitPerIndex: 1", "spec.backoffLimitPerIndex", "field is immutable")]
    [InlineData("managedBy: a.b/c", "spec.managedBy", "field is immutable")]
    [InlineData("suspend: true", null, null)]
    public void ValidateUpdate_RunningJob_ChangesLittle(string patch, string? field, string? part)
    {
        var (job, old) = (Job("spec", patch), Manifests.Read<Job>(JobManifests.Job));
        if (field is null || part is null) RuleAssert.None(errors => s_jobs.ValidateUpdate(job, old, errors));
        else RuleAssert.Has(field, part, errors => s_jobs.ValidateUpdate(job, old, errors));
    }

    [Theory]
    [InlineData("spec/template/spec", "{nodeSelector: {a: b}, tolerations: [{key: a, operator: Exists}]}", true)]
    [InlineData("spec/template/spec/containers/0", "resources: {requests: {cpu: 1}}", true)]
    [InlineData("spec/template/spec/containers/0", "image: other", false)]
    public void ValidateUpdate_SuspendedJob_MayBePlacedAnew(string at, string patch, bool allowed)
    {
        var old = Job("spec", "suspend: true");
        var job = Job(at, patch) is var changed ? changed with { Spec = changed.Spec with { Suspend = true } } : old;
        if (allowed) RuleAssert.None(errors => s_jobs.ValidateUpdate(job, old, errors));
        else RuleAssert.Has("spec.template.spec", "field is immutable", errors => s_jobs.ValidateUpdate(job, old, errors));
    }

    private static Job Job(string at, string patch) => Manifests.Patched<Job>(JobManifests.Job, at, patch);
}

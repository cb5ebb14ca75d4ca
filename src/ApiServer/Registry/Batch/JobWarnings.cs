using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>What is allowed in a job but unwise. Upstream: <c>pkg/api/job</c>.</summary>
internal static class JobWarnings
{
    private const int ManyCompletions = 100_000;
    private const int MuchParallelism = 10_000;

    public static void Check(FieldPath path, JobSpec spec, ICollection<string> warnings)
    {
        if (JobSpecRules.IsIndexed(spec) && spec is { Completions: > ManyCompletions, Parallelism: > MuchParallelism })
            warnings.Add(
                $"{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
                + "Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        PodWarnings.Template(path.Child("template"), spec.Template, warnings);
    }
}

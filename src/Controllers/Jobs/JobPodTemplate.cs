using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Jobs;

/// <summary>The pods of a Job: tracked by a finalizer, and of an indexed Job told their index.</summary>
public static class JobPodTemplate
{
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>A name of which the server appends five characters to at most so many.</summary>
    private const int LongestPrefix = 58;

    /// <param name="job">The Job.</param>
    /// <param name="index">Null of a Job without indexes.</param>
    /// <param name="replaced">The failed pod of the same index this one continues; null for none.</param>
    public static Pod NewPod(Job job, int? index, Pod? replaced)
    {
        var pod = PodTemplates.NewPod(job.Spec.Template, job);
        var metadata = pod.Metadata.WithFinalizer(JobPods.TrackingFinalizer);
        if (index is not { } number) return pod with { Metadata = metadata };
        var text = $"{number}";
        metadata = metadata.WithLabel(JobPods.IndexAnnotation, text).WithAnnotation(JobPods.IndexAnnotation, text);
        metadata = metadata with { GenerateName = PrefixOf(job.Metadata.Name, $"-{text}-") };
        if (job.HasLimitPerIndex) metadata = WithCounts(metadata, job, replaced);
        return pod with
        {
            Metadata = metadata,
            Spec = pod.Spec with
            {
                Hostname = $"{job.Metadata.Name}-{text}",
                Containers = pod.Spec.Containers.Select(WithIndex).ToListOf(),
                InitContainers = pod.Spec.InitContainers.Select(WithIndex).ToListOf(),
            },
        };
    }

    private static string PrefixOf(string name, string index) =>
        name.Length + index.Length > LongestPrefix ? name[..(LongestPrefix - index.Length)] + index : name + index;

    /// <summary>How often the index has failed before, and how often that was ignored.</summary>
    private static ObjectMeta WithCounts(ObjectMeta metadata, Job job, Pod? replaced)
    {
        var (failures, ignored) = (0, 0);
        if (replaced is not null)
        {
            (failures, ignored) = (replaced.CountOf(JobPods.FailureCount), replaced.CountOf(JobPods.IgnoredFailureCount));
            if (FailurePolicy.Match(job, replaced).IsCounted) failures++;
            else ignored++;
        }

        metadata = metadata.WithAnnotation(JobPods.FailureCount, $"{failures}");
        return ignored > 0 ? metadata.WithAnnotation(JobPods.IgnoredFailureCount, $"{ignored}") : metadata;
    }

    private static Container WithIndex(Container container)
    {
        if (container.Env.Any(variable => variable.Name == IndexVariable)) return container;
        var source = new EnvVarSource { FieldRef = new() { FieldPath = $"metadata.labels['{JobPods.IndexAnnotation}']" } };
        return container with { Env = container.Env.Add(new EnvVar { Name = IndexVariable, ValueFrom = source }) };
    }
}

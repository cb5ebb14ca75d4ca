using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Namespaces;

/// <summary>What users see of a namespace's deletion, and its finalizers.</summary>
/// <remarks>Upstream: namespace/deletion, status_condition_utils. Types, reasons and messages are its.</remarks>
public static class NamespacePlan
{
    private const string OurFinalizer = "kubernetes";

    /// <summary>The conditions after a look at the content. Those of other types stay.</summary>
    public static ListOf<NamespaceCondition> Conditions(ListOf<NamespaceCondition> old, ContentReport report, DateTimeOffset now)
    {
        var conditions = old;
        foreach (var found in Found(report))
        {
            var at = IndexOf(conditions, found.Type);
            var condition = found with { LastTransitionTime = Time.From(now) };
            if (at < 0)
            {
                conditions = conditions.Add(condition);
                continue;
            }

            var there = conditions[at];
            if (there.Status == condition.Status) condition = condition with { LastTransitionTime = there.LastTransitionTime };
            if (there != condition) conditions = conditions.SetItem(at, condition);
        }

        return conditions;
    }

    /// <summary>The namespace without this controller's finalizer, the others sorted and each once.</summary>
    public static Namespace Finalized(Namespace owner) => new()
    {
        Metadata = owner.Metadata,
        Spec = owner.Spec with
        {
            Finalizers = owner.Spec.Finalizers.Where(static name => name != OurFinalizer).Distinct().Order(StringComparer.Ordinal).ToListOf(),
        },
    };

    private static IEnumerable<NamespaceCondition> Found(ContentReport report)
    {
        yield return report.DiscoveryFailure.Length > 0
            ? Bad(NamespaceConditionType.NamespaceDeletionDiscoveryFailure, "DiscoveryFailed", report.DiscoveryFailure)
            : Good(NamespaceConditionType.NamespaceDeletionDiscoveryFailure, "ResourcesDiscovered", "All resources successfully discovered");
        yield return Good(
            NamespaceConditionType.NamespaceDeletionGroupVersionParsingFailure, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        var failures = report.ContentFailures;
        yield return failures.Count > 0
            ? Bad(
                NamespaceConditionType.NamespaceDeletionContentFailure,
                "ContentDeletionFailed",
                $"Failed to delete all resource types, {failures.Count} remaining: {string.Join(", ", failures.Order(StringComparer.Ordinal))}")
            : Good(
                NamespaceConditionType.NamespaceDeletionContentFailure,
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization");
        yield return report.Remaining.Count > 0 && !report.WaitsForPods
            ? Bad(
                NamespaceConditionType.NamespaceContentRemaining,
                "SomeResourcesRemain",
                "Some resources are remaining: " +
                Sorted(report.Remaining.Select(static r => $"{r.Key.Resource}.{r.Key.Group} has {r.Value} resource instances")))
            : Good(NamespaceConditionType.NamespaceContentRemaining, "ContentRemoved", "All content successfully removed");
        yield return report.Finalizers.Count > 0 && !report.WaitsForPods
            ? Bad(
                NamespaceConditionType.NamespaceFinalizersRemaining,
                "SomeFinalizersRemain",
                "Some content in the namespace has finalizers remaining: " +
                Sorted(report.Finalizers.Select(static f => $"{f.Key} in {f.Value} resource instances")))
            : Good(NamespaceConditionType.NamespaceFinalizersRemaining, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
    }

    private static string Sorted(IEnumerable<string> parts) => string.Join(", ", parts.Order(StringComparer.Ordinal));

    private static NamespaceCondition Bad(string type, string reason, string message) =>
        new() { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message };

    private static NamespaceCondition Good(string type, string reason, string message) =>
        new() { Type = type, Status = ConditionStatus.False, Reason = reason, Message = message };

    private static int IndexOf(ListOf<NamespaceCondition> conditions, string type)
    {
        for (var i = 0; i < conditions.Count; i++)
            if (conditions[i].Type == type) return i;
        return -1;
    }
}

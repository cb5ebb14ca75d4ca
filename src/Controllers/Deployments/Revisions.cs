using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Deployments;

/// <summary>The annotations by which a Deployment's ReplicaSets are its history. Upstream: <c>pkg/controller/deployment/util</c>.</summary>
public static class Revisions
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string History = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string RollbackTo = "deprecated.deployment.rollback.to";

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private const int MaxHistoryLength = 2000;

    /// <summary>0 without a revision, null when it is not a number.</summary>
    public static long? Of(ReplicaSet set) =>
        !set.Metadata.Annotations.TryGetValue(Revision, out var text) ? 0 : Number(text) is { } revision ? revision : null;

    public static long Highest(IEnumerable<ReplicaSet> sets) => sets.Max(set => Of(set)) is { } highest ? Math.Max(highest, 0) : 0;

    /// <summary>The second highest: what a rollback without a number goes to. 0 when there is none.</summary>
    public static long Last(IEnumerable<ReplicaSet> sets)
    {
        var (highest, second) = (0L, 0L);
        foreach (var set in sets)
        {
            if (Of(set) is not { } revision) continue;
            if (revision >= highest) (second, highest) = (highest, revision);
            else if (revision > second) second = revision;
        }

        return second;
    }

    /// <summary>
    /// The new ReplicaSet's annotations: the Deployment's own, a higher revision, and the revisions it had before. A revision that is no number
    /// stays as it is.
    /// </summary>
    public static MapOf<string> ForNew(Deployment deployment, MapOf<string> annotations, long revision)
    {
        foreach (var (key, value) in deployment.Metadata.Annotations)
            if (!IsOwn(key) && (!annotations.TryGetValue(key, out var there) || there != value)) annotations = annotations.SetItem(key, value);
        var hadOne = annotations.TryGetValue(Revision, out var oldText);
        var old = string.IsNullOrEmpty(oldText) ? 0 : Number(oldText);
        if (old is not { } number || number >= revision) return annotations;
        annotations = annotations.SetItem(Revision, Text(revision));
        return hadOne ? AddToHistory(annotations, oldText!) : annotations;
    }

    public static MapOf<string> WithReplicas(MapOf<string> annotations, int desired, int max) =>
        Set(Set(annotations, DesiredReplicas, Text(desired)), MaxReplicas, Text(max));

    /// <summary>A Deployment's annotations after a rollback: the ReplicaSet's, and its own bookkeeping.</summary>
    public static MapOf<string> AfterRollback(MapOf<string> deployment, MapOf<string> set) =>
        deployment.Where(entry => IsOwn(entry.Key)).Concat(set.Where(entry => !IsOwn(entry.Key))).ToMapOf();

    /// <summary>A number from 0 of 32 bits; null when it is none.</summary>
    public static int? Count(ReplicaSet set, string annotation) =>
        set.Metadata.Annotations.TryGetValue(annotation, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static MapOf<string> Set(MapOf<string> annotations, string key, string value) =>
        annotations.TryGetValue(key, out var there) && there == value ? annotations : annotations.SetItem(key, value);

    /// <summary>The oldest are dropped until the list is short enough.</summary>
    private static MapOf<string> AddToHistory(MapOf<string> annotations, string old)
    {
        var history = annotations.GetValueOrDefault(History) ?? "";
        if (history.Length == 0) return annotations.SetItem(History, old);
        var revisions = history.Split(',');
        var length = history.Length + old.Length + 1;
        var start = 0;
        while (length > MaxHistoryLength && start < revisions.Length) length -= revisions[start++].Length + 1;
        return length > MaxHistoryLength ? annotations : annotations.SetItem(History, string.Join(',', [.. revisions[start..], old]));
    }

    private static bool IsOwn(string key) => key is LastApplied or Revision or History or DesiredReplicas or MaxReplicas or RollbackTo;
}

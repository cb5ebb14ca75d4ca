using System.Globalization;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>A field that an applier wants to change and another manager owns.</summary>
internal readonly record struct Conflict(ManagerId Manager, PathElement[] Path)
{
    public string PathText => string.Concat(Path.Select(step => step.ToString()));

    /// <summary>The conflicts of the managers in the order of their identities, each with its paths in order.</summary>
    public static List<Conflict> Of(IEnumerable<KeyValuePair<ManagerId, FieldSet>> sets) =>
    [
        .. sets.OrderBy(set => set.Key.ToJson(), Utf8Order.Comparer)
            .SelectMany(set => set.Value.Paths().Select(path => new Conflict(set.Key, path))),
    ];

    /// <summary>The failure the request is answered with: every conflict is a cause.</summary>
    public static ApiError ToError(IReadOnlyList<Conflict> conflicts)
    {
        var causes = conflicts
            .Select(conflict => new ApiErrorCause(
                CauseType.FieldManagerConflict, "conflict with " + conflict.Manager.ToConflictText(), conflict.PathText))
            .ToListOf();
        return ApiError.ApplyConflict(causes, Message(conflicts));
    }

    private static string Message(IReadOnlyList<Conflict> conflicts)
    {
        if (conflicts.Count == 1)
            return $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager.ToConflictText()}: {conflicts[0].PathText}";
        var lines = conflicts.GroupBy(conflict => conflict.Manager).SelectMany(group =>
            group.Select(conflict => "- " + conflict.PathText).Prepend($"conflicts with {group.Key.ToConflictText()}:"));
        return string.Create(CultureInfo.InvariantCulture, $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}");
    }
}

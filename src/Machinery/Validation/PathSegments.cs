using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// Checks that a name can be a segment of a URL or of a storage key. An empty name passes and there is no limit of length, as
/// upstream. Each returns what is wrong; an absent list, without allocating, when nothing is.
/// </summary>
public static class PathSegments
{
    public static ListOf<string> IsValidPathSegmentName(string name) => name switch
    {
        "." => ["may not be '.'"],
        ".." => ["may not be '..'"],
        _ => IsValidPathSegmentPrefix(name),
    };

    /// <summary>The check for the beginning of a generated name: what follows makes <c>.</c> and <c>..</c> harmless.</summary>
    public static ListOf<string> IsValidPathSegmentPrefix(string name)
    {
        ListOf<string> problems = default;
        if (name.Contains('/', StringComparison.Ordinal)) problems = ["may not contain '/'"];
        return name.Contains('%', StringComparison.Ordinal) ? problems.Add("may not contain '%'") : problems;
    }
}

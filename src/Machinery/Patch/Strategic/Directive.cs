namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>The members of a strategic merge patch that say how to patch. Upstream: <c>strategicpatch/patch.go</c>.</summary>
internal static class Directive
{
    /// <summary>What to do with the object it stands in: <see cref="Delete"/>, <see cref="Replace"/>.</summary>
    public const string Marker = "$patch";

    public const string Delete = "delete";
    public const string Replace = "replace";
    public const string Merge = "merge";

    /// <summary>The members the object keeps; all others go.</summary>
    public const string RetainKeys = "$retainKeys";

    /// <summary>Before a slash and a member's name: the scalars to take out of its list.</summary>
    public const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList";

    /// <summary>Before a slash and a member's name: the order of its list.</summary>
    public const string SetElementOrder = "$setElementOrder";

    /// <summary>The name after the slash; null when the text is not the directive, a slash and a name.</summary>
    public static string? MemberOf(string text, string directive)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash == directive.Length && text.StartsWith(directive, StringComparison.Ordinal) ? text[(slash + 1)..] : null;
    }
}

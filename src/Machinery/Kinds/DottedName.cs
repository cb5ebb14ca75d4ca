using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Machinery.Kinds;

/// <summary>The form <c>name.version.group</c>, in which the group may hold further dots.</summary>
internal static class DottedName
{
    public static bool TrySplit(
        string text, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out string? version, [NotNullWhen(true)] out string? group)
    {
        (name, version, group) = (null, null, null);
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('.', first + 1);
        if (second < 0) return false;
        (name, version, group) = (text[..first], text[(first + 1)..second], text[(second + 1)..]);
        return true;
    }
}

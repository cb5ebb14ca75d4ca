using System.Text;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>The ids and tags of operations. Upstream: <c>apiserver/pkg/endpoints/openapi</c>.</summary>
internal static class OperationNames
{
    /// <summary><c>list</c> and <c>NamespacedPod</c> make <c>listCoreV1NamespacedPod</c>.</summary>
    public static string Id(GroupVersion groupVersion, string verb, string rest) =>
        verb + Words(Group(groupVersion.Group), true) + Words(groupVersion.Version, true) + Words(rest, true);

    /// <summary><c>core_v1</c>, <c>rbacAuthorization_v1</c>; without a version, the group alone.</summary>
    public static string Tag(GroupVersion groupVersion) =>
        Words(Group(groupVersion.Group), false) + (groupVersion.Version.Length == 0 ? "" : "_" + Words(groupVersion.Version, false));

    /// <summary>The first letter in upper case, the rest in lower.</summary>
    public static string Title(string word) =>
        word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant();

    /// <summary>The word with its article: <c>an Ingress</c>; one that looks like a plural has none.</summary>
    public static string WithArticle(string noun)
    {
        if (noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal)) return noun;
        return (noun.Length > 0 && "aeiouAEIOU".Contains(noun[0], StringComparison.Ordinal) ? "an " : "a ") + noun;
    }

    private static string Group(string group)
    {
        if (group.Length == 0) return "core";
        return group.EndsWith(".k8s.io", StringComparison.Ordinal) ? group[..^7] : group;
    }

    /// <summary>Letters and digits run together, each word after a separator with a capital.</summary>
    private static string Words(string text, bool capitalise)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (!char.IsLetter(unit) && unit != '_' && (i == 0 || !char.IsDigit(unit)))
            {
                capitalise = true;
                continue;
            }

            result.Append(capitalise ? char.ToUpperInvariant(unit) : unit);
            capitalise = false;
        }

        return result.ToString();
    }
}

using System.Collections.Concurrent;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Encryption;

/// <summary>Which resources are hidden, with which keys. A snapshot: another configuration makes another.</summary>
internal sealed class EncryptionKeys(IReadOnlyList<EncryptionRule> rules)
{
    private readonly ConcurrentDictionary<GroupResource, ResourceKeys?> _found = new();

    /// <summary>The keys of the first rule that names the resource; null when none does: its values are stored as they are.</summary>
    public ResourceKeys? Find(GroupResource resource) =>
        _found.GetOrAdd(resource, static (resource, rules) => rules.FirstOrDefault(rule => rule.Names(resource))?.Keys, rules);
}

/// <summary>Resources with the same keys.</summary>
/// <param name="Resources"><c>secrets</c>, <c>pandas.example.com</c>, <c>*.apps</c>, <c>*.</c> (of the core group), <c>*.*</c>.</param>
/// <param name="Keys">Their keys.</param>
internal sealed record EncryptionRule(IReadOnlyList<string> Resources, ResourceKeys Keys)
{
    public bool Names(GroupResource resource)
    {
        foreach (var pattern in Resources)
        {
            if (pattern == "*.*") return true;
            var dot = pattern.IndexOf('.', StringComparison.Ordinal);
            var (name, group) = dot < 0 ? (pattern, "") : (pattern[..dot], pattern[(dot + 1)..]);
            if (group == resource.Group && (name == "*" || name == resource.Resource)) return true;
        }

        return false;
    }
}

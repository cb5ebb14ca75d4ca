using System.Collections.Concurrent;
using Kybernet.ApiServer.Encryption.Kms;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Encryption;

/// <summary>Which resources are hidden, with which keys. A snapshot: another configuration makes another.</summary>
/// <param name="rules">The resources; the first rule that names one holds.</param>
/// <param name="services">The key management services of the rules; these keys own them.</param>
internal sealed class EncryptionKeys(IReadOnlyList<EncryptionRule> rules, IReadOnlyList<KmsKeyring> services) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<GroupResource, ResourceKeys?> _found = new();

    /// <summary>The keys of the first rule that names the resource; null when none does: its values are stored as they are.</summary>
    public ResourceKeys? Find(GroupResource resource) =>
        _found.GetOrAdd(resource, static (resource, rules) => rules.FirstOrDefault(rule => rule.Names(resource))?.Keys, rules);

    /// <summary>Somebody else has to be asked before values can be shown.</summary>
    public bool HasServices => services.Count > 0;

    /// <summary>The first service that is of no use now; null when all are.</summary>
    public string? Problem => services.Select(static one => one.Problem).FirstOrDefault(static problem => problem is not null);

    public Task StartAsync(CancellationToken cancel) => Task.WhenAll(services.Select(one => one.StartAsync(cancel)));

    public async ValueTask DisposeAsync()
    {
        foreach (var one in services) await one.DisposeAsync();
    }
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

using System.Collections.Frozen;
using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>
/// The grants of one state of all bindings of a kind, by who gets them. A decision looks at the grants of the user and of each of its
/// groups, not at all bindings; the index is made anew when the bindings change.
/// </summary>
internal sealed class RoleGrants
{
    private const string AccountPrefix = "system:serviceaccount:";

    private readonly FrozenDictionary<Holder, RoleGrant[]> _grants;

    public RoleGrants(CacheSnapshot bindings)
    {
        Bindings = bindings;
        var grants = new Dictionary<Holder, List<RoleGrant>>();
        var position = 0;
        foreach (var item in bindings.Objects.All)
        {
            if (item.Value is ClusterRoleBinding wide) Add(grants, wide.Metadata.Name, "", wide.RoleRef, wide.Subjects, position++);
            else if (item.Value is RoleBinding local)
                Add(grants, local.Metadata.Name, local.Metadata.Namespace, local.RoleRef, local.Subjects, position++);
        }

        _grants = grants.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Value.ToArray());
    }

    /// <summary>The state the index was made of.</summary>
    public CacheSnapshot Bindings { get; }

    /// <summary>What the user itself was given, without its groups; of a namespace, or of the cluster when that is empty.</summary>
    public ReadOnlySpan<RoleGrant> OfUser(string @namespace, string user) => Find(new(@namespace, user, IsGroup: false));

    public ReadOnlySpan<RoleGrant> OfGroup(string @namespace, string group) => Find(new(@namespace, group, IsGroup: true));

    /// <summary>All grants of a user with its groups, each binding once, in the bindings' order.</summary>
    public IEnumerable<RoleGrant> All(string @namespace, UserInfo user)
    {
        var found = new SortedDictionary<int, RoleGrant>();
        foreach (var grant in OfUser(@namespace, user.Name)) found.TryAdd(grant.Position, grant);
        foreach (var group in user.Groups)
            foreach (var grant in OfGroup(@namespace, group)) found.TryAdd(grant.Position, grant);
        return found.Values;
    }

    private RoleGrant[] Find(Holder holder) => _grants.TryGetValue(holder, out var found) ? found : [];

    private static void Add(
        Dictionary<Holder, List<RoleGrant>> grants, string name, string @namespace, RoleRef role, ListOf<Subject> subjects, int position)
    {
        foreach (var subject in subjects)
        {
            if (HolderOf(subject, @namespace) is not { } holder) continue;
            if (!grants.TryGetValue(holder, out var list)) grants[holder] = list = [];
            list.Add(new(name, @namespace, role, subject, position));
        }
    }

    /// <summary>Null for a kind of subject there is not, and for a service account of no namespace: they are nobody.</summary>
    private static Holder? HolderOf(Subject subject, string @namespace)
    {
        switch (subject.Kind)
        {
            case RbacNames.User: return new(@namespace, subject.Name, IsGroup: false);
            case RbacNames.GroupKind: return new(@namespace, subject.Name, IsGroup: true);
            case RbacNames.ServiceAccount:
                var space = subject.Namespace.Length > 0 ? subject.Namespace : @namespace;
                return space.Length == 0 ? null : new(@namespace, string.Concat(AccountPrefix, space, ":", subject.Name), IsGroup: false);
            default: return null;
        }
    }

    private readonly record struct Holder(string Namespace, string Name, bool IsGroup);
}

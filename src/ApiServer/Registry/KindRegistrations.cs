using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Registry;

/// <summary>The strategies of the built-in kinds: one line a kind.</summary>
public static class KindRegistrations
{
    public static FrozenDictionary<GroupVersionKind, KindRegistration> BuiltIn() => new Dictionary<GroupVersionKind, KindRegistration>().ToFrozenDictionary();
}

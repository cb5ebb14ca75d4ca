using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Registry;

/// <summary>What is registered for a kind beside its schema.</summary>
/// <param name="Rules">The kind's strategy.</param>
public sealed record KindRegistration(KindRules Rules)
{
    /// <summary>Subresources that change the object itself, beside <c>status</c>.</summary>
    public FrozenDictionary<string, UpdateRules> Doors { get; init; } = FrozenDictionary<string, UpdateRules>.Empty;

    public bool ReturnsDeletedObject { get; init; }

    public VersionConversion? Conversion { get; init; }

    /// <summary>The kind that is stored, where it is not this one.</summary>
    public GroupVersionKind? StoredKind { get; init; }
}

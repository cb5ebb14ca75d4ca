using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Objects;

/// <summary>Kinds, and how to make the codec of each. A codec loads the types of its kind, which a program needs few of.</summary>
/// <param name="Kinds">The kinds.</param>
/// <param name="Codec">Makes the codec of a kind, by its index among them.</param>
public sealed record KindTable(IReadOnlyList<GroupVersionKind> Kinds, Func<int, KindCodec> Codec);

namespace Kybernet.Machinery.Apply.Types;

/// <summary>The types of values that no schema describes.</summary>
public static class UntypedTypes
{
    /// <summary>Any value, owned as a whole.</summary>
    public static TypeSchema Atomic { get; } = MakeAtomic();

    /// <summary>Any value: objects are merged member by member, lists are owned as a whole. The type of objects without a schema.</summary>
    public static TypeSchema Deduced { get; } = MakeDeduced();

    private static TypeSchema MakeAtomic()
    {
        TypeSchema? self = null;
        self = new(ScalarKind.Untyped, new(() => self!, isAtomic: true, []), new(null, () => self!, isAtomic: true));
        return self;
    }

    private static TypeSchema MakeDeduced()
    {
        TypeSchema? self = null;
        self = new(ScalarKind.Untyped, new(() => Atomic, isAtomic: true, []), new(null, () => self!));
        return self;
    }
}

using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Types;

/// <summary>
/// What patch and apply know of one node of an object: whether it is a scalar, a list or a map, and how its parts are merged.
/// A type without a schema is all three at once.
/// </summary>
/// <remarks>
/// Types refer to each other in circles, so lists and maps resolve their parts when they are first asked for them. Upstream: the
/// <c>Atom</c> of structured-merge-diff.
/// </remarks>
public sealed class TypeSchema
{
    private readonly Shape _only;

    public TypeSchema(ScalarKind scalar, ListSchema? list = null, MapSchema? map = null)
    {
        Scalar = scalar;
        List = list;
        Map = map;
        _only = (scalar, list, map) switch
        {
            (ScalarKind.None, null, not null) => Shape.Map,
            (ScalarKind.None, not null, null) => Shape.List,
            (not ScalarKind.None, null, null) => Shape.Scalar,
            _ => Shape.Undetermined,
        };
    }

    public static TypeSchema String { get; } = new(ScalarKind.String);

    public static TypeSchema Boolean { get; } = new(ScalarKind.Boolean);

    public static TypeSchema Numeric { get; } = new(ScalarKind.Numeric);

    public static TypeSchema AnyScalar { get; } = new(ScalarKind.Untyped);

    public ScalarKind Scalar { get; }

    public ListSchema? List { get; }

    public MapSchema? Map { get; }

    public static TypeSchema OfList(ListSchema list) => new(ScalarKind.None, list);

    public static TypeSchema OfMap(MapSchema map) => new(ScalarKind.None, null, map);

    /// <summary>The shape the value has among those the type allows.</summary>
    public Shape ShapeOf(JsonValue? value)
    {
        if (_only != Shape.Undetermined || value is not { } known) return _only;
        return known.Kind switch
        {
            JsonKind.Null => Shape.Undetermined,
            JsonKind.Array => List is null ? Shape.Undetermined : Shape.List,
            JsonKind.Object => Map is null ? Shape.Undetermined : Shape.Map,
            _ => Scalar == ScalarKind.None ? Shape.Undetermined : Shape.Scalar,
        };
    }

    /// <summary>The shape a value is walked as: of an undetermined one the first of map, scalar, list that the type allows.</summary>
    public Shape Settle(Shape shape)
    {
        if (shape != Shape.Undetermined) return shape;
        if (Map is not null) return Shape.Map;
        return Scalar != ScalarKind.None ? Shape.Scalar : Shape.List;
    }
}

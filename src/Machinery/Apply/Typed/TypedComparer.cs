using System.Runtime.InteropServices;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Finds the paths in which two objects differ. Upstream: <c>compareWalker</c>.</summary>
/// <remarks>An object or list that comes or goes counts itself, beside all that is in it.</remarks>
internal sealed class TypedComparer
{
    private readonly FieldSet _removed = new();
    private readonly FieldSet _modified = new();
    private readonly FieldSet _added = new();
    private readonly List<PathElement> _path = [];
    private readonly TypedErrors _errors;

    private TypedComparer(TypedErrors errors) => _errors = errors;

    public static Comparison? Compare(TypedValue left, TypedValue right, TypedErrors errors)
    {
        var comparer = new TypedComparer(errors);
        comparer.Visit(left.Type, left.Value, right.Value);
        return errors.Count > 0 ? null : new(comparer._removed, comparer._modified, comparer._added);
    }

    /// <summary>Compares what one path leads to; null where an object has no such path.</summary>
    private void Visit(TypeSchema type, JsonValue? left, JsonValue? right)
    {
        var a = type.ShapeOf(left);
        var b = type.ShapeOf(right);
        bool isLeaf;
        if (right is null)
        {
            isLeaf = VisitAs(type, a, left, right);
        }
        else
        {
            // A value that turned from one shape into another is compared as both.
            if (left is not null && a != b) VisitAs(type, a, left, right);
            isLeaf = VisitAs(type, b, left, right);
        }

        if (isLeaf) return;
        if (left is null) Insert(_added);
        else if (right is null) Insert(_removed);
    }

    /// <summary>True when the path is a leaf, one value to ownership.</summary>
    private bool VisitAs(TypeSchema type, Shape shape, JsonValue? left, JsonValue? right)
    {
        switch (type.Settle(shape))
        {
            case Shape.Map:
                var x = left?.Members ?? default;
                var y = right?.Members ?? default;
                if (type.Map!.IsAtomic || (x.IsEmpty && y.IsEmpty)) break;
                VisitMembers(type.Map, x.AsSpan(), y.AsSpan());
                return false;
            case Shape.List:
                var items = left?.Items ?? default;
                var others = right?.Items ?? default;
                if (type.List!.IsAtomic || (items.IsEmpty && others.IsEmpty)) break;
                VisitItems(type.List, items, others);
                return false;
            default:
                if (!CheckScalars(type.Scalar, left, right)) return false;
                break;
        }

        if (left is null) Insert(_added);
        else if (right is null) Insert(_removed);
        else if (!ValueOrder.Same(left.Value, right.Value)) Insert(_modified);
        return true;
    }

    private bool CheckScalars(ScalarKind kind, JsonValue? left, JsonValue? right)
    {
        var a = TypedValidator.CheckScalar(kind, left, "lhs: ");
        var b = TypedValidator.CheckScalar(kind, right, "rhs: ");
        if (a is null || b is null) return true;
        _errors.Add(a);
        _errors.Add(b);
        return false;
    }

    private void VisitMembers(
        MapSchema type, ReadOnlySpan<KeyValuePair<string, JsonValue>> left, ReadOnlySpan<KeyValuePair<string, JsonValue>> right)
    {
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            var order = i == left.Length ? 1 : j == right.Length ? -1 : Utf8Order.Compare(left[i].Key, right[j].Key);
            var name = order <= 0 ? left[i].Key : right[j].Key;
            JsonValue? a = order <= 0 ? left[i++].Value : (JsonValue?)null;
            JsonValue? b = order >= 0 ? right[j++].Value : (JsonValue?)null;
            if (type.TypeOf(name) is { } memberType) VisitStep(PathElement.Field(name), memberType, a, b);
            else _errors.Add("field not declared in schema", "." + name);
        }
    }

    private void VisitItems(ListSchema type, ListOf<JsonValue> left, ListOf<JsonValue> right)
    {
        var steps = new List<PathElement>(Math.Max(left.Count, right.Count));
        var a = Group(type, left, steps, null);
        var b = Group(type, right, steps, a);
        foreach (var step in steps)
        {
            var mine = a.GetValueOrDefault(step) ?? [];
            var theirs = b.GetValueOrDefault(step) ?? [];
            if (mine.Count <= 1 && theirs.Count <= 1)
            {
                VisitStep(step, type.Element, First(mine), First(theirs));
            }
            else if (mine.Count >= 2 && theirs.Count >= 2)
            {
                if (!mine.SequenceEqual(theirs, SameValue.Instance)) InsertStep(_modified, step);
            }
            else if (mine.Count >= 2)
            {
                if (theirs.Count != 0) VisitStep(step, type.Element, null, theirs[0]);
                InsertStep(_removed, step);
            }
            else
            {
                if (mine.Count != 0) VisitStep(step, type.Element, mine[0], null);
                InsertStep(_added, step);
            }
        }
    }

    /// <summary>The items by their steps; steps that neither this list nor the one before has shown are added to the list.</summary>
    private Dictionary<PathElement, List<JsonValue>> Group(
        ListSchema type, ListOf<JsonValue> items, List<PathElement> steps, Dictionary<PathElement, List<JsonValue>>? before)
    {
        var groups = new Dictionary<PathElement, List<JsonValue>>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (!ListItems.TryStep(type, items[i], out var step, out var error))
            {
                _errors.Add($"element {i}: {error}");
                continue;
            }

            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, step, out var exists);
            group ??= new(1);
            group.Add(items[i]);
            if (!exists && before?.ContainsKey(step) != true) steps.Add(step);
        }

        return groups;
    }

    private static JsonValue? First(List<JsonValue> items) => items.Count == 0 ? (JsonValue?)null : items[0];

    private void VisitStep(PathElement step, TypeSchema type, JsonValue? left, JsonValue? right)
    {
        var before = _errors.Count;
        _path.Add(step);
        Visit(type, left, right);
        _path.RemoveAt(_path.Count - 1);
        if (_errors.Count > before) _errors.Prefix(before, step);
    }

    private void Insert(FieldSet set) => set.Insert(CollectionsMarshal.AsSpan(_path));

    private void InsertStep(FieldSet set, PathElement step)
    {
        _path.Add(step);
        Insert(set);
        _path.RemoveAt(_path.Count - 1);
    }

    private sealed class SameValue : IEqualityComparer<JsonValue>
    {
        public static SameValue Instance { get; } = new();

        public bool Equals(JsonValue x, JsonValue y) => ValueOrder.Same(x, y);

        public int GetHashCode(JsonValue obj) => (int)obj.Kind;
    }
}

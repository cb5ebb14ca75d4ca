using System.Runtime.InteropServices;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Collects what an applied object states: its leaves, its list items, and what it sets to nothing.</summary>
/// <remarks>Upstream: <c>toFieldSetWalker</c>. Of list items with the same keys only the step to them is taken.</remarks>
internal sealed class FieldSetCollector
{
    private readonly FieldSet _set = new();
    private readonly List<PathElement> _path = [];

    private FieldSetCollector()
    {
    }

    public static FieldSet Collect(TypedValue value)
    {
        var collector = new FieldSetCollector();
        collector.Visit(value.Type, value.Value);
        return collector._set;
    }

    private void Visit(TypeSchema type, JsonValue value)
    {
        switch (type.Settle(type.ShapeOf(value)))
        {
            case Shape.Map when type.Map!.IsAtomic:
            case Shape.List when type.List!.IsAtomic:
            case Shape.Scalar:
                Insert();
                break;
            case Shape.Map:
                VisitMembers(type.Map!, value);
                break;
            default:
                VisitItems(type.List!, value);
                break;
        }
    }

    private void VisitMembers(MapSchema type, JsonValue value)
    {
        foreach (var (name, member) in value.Members)
        {
            _path.Add(PathElement.Field(name));
            if (type.TypeOf(name) is { } memberType) Visit(memberType, member);
            var isNothing = member.IsNull || (member.Kind == JsonKind.Object && member.Members.IsEmpty);
            if (isNothing || type.Find(name) is null) Insert();
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitItems(ListSchema type, JsonValue value)
    {
        var times = new Dictionary<PathElement, int>(value.Items.Count);
        foreach (var item in value.Items)
        {
            ListItems.TryStep(type, item, out var step, out _);
            CollectionsMarshal.GetValueRefOrAddDefault(times, step, out _)++;
        }

        foreach (var item in value.Items)
        {
            ListItems.TryStep(type, item, out var step, out _);
            _path.Add(step);
            if (times[step] == 1) Visit(type.Element, item);
            Insert();
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Insert() => _set.Insert(CollectionsMarshal.AsSpan(_path));
}

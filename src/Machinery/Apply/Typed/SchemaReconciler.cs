using System.Runtime.InteropServices;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>
/// Brings a recorded field set up to date with a schema that has since made lists or objects atomic: who owned parts of one owns
/// it whole. Upstream: <c>ReconcileFieldSetWithSchema</c>.
/// </summary>
internal sealed class SchemaReconciler
{
    private readonly List<PathElement> _path = [];
    private readonly FieldSet _atomic = new();

    private SchemaReconciler()
    {
    }

    public static FieldSet Reconcile(TypeSchema type, FieldSet fields)
    {
        var reconciler = new SchemaReconciler();
        reconciler.Visit(type, fields, isWhole: false);
        var atomic = reconciler._atomic;
        return atomic.IsEmpty ? fields : fields.RecursiveDifference(atomic).Union(atomic);
    }

    /// <param name="isWhole">The path is in the set, and no path goes beyond it.</param>
    private void Visit(TypeSchema type, FieldSet? fields, bool isWhole)
    {
        switch (type.Settle(Shape.Undetermined))
        {
            case Shape.Map:
                // What no schema describes has no word on atomicity that could change.
                if (type.Map is not { } map || (!map.IsStruct && ReferenceEquals(map.Element, UntypedTypes.Deduced))) break;
                if (!isWhole && map.IsAtomic)
                {
                    if (fields is { Count: > 0 }) _atomic.Insert(CollectionsMarshal.AsSpan(_path));
                }
                else if (fields is not null)
                {
                    VisitSteps(fields, step => step.FieldName is { } name ? map.TypeOf(name) : map.Element);
                }

                break;
            case Shape.List:
                var list = type.List!;
                if (!isWhole && list.IsAtomic) _atomic.Insert(CollectionsMarshal.AsSpan(_path));
                else if (fields is not null) VisitSteps(fields, _ => list.Element);
                break;
        }
    }

    private void VisitSteps(FieldSet fields, Func<PathElement, TypeSchema?> typeOf)
    {
        foreach (var child in fields.Children)
            if (!fields.HasMember(child.Step)) VisitStep(child.Step, typeOf, child.Fields, isMember: false);
        foreach (var member in fields.Members) VisitStep(member, typeOf, fields.Below(member), isMember: true);
    }

    private void VisitStep(PathElement step, Func<PathElement, TypeSchema?> typeOf, FieldSet? below, bool isMember)
    {
        if (typeOf(step) is not { } type) return;
        _path.Add(step);
        Visit(type, below, isMember && below is null);
        _path.RemoveAt(_path.Count - 1);
    }
}

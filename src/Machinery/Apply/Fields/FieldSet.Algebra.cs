using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Apply.Fields;

// The operations of field ownership. A set that results may share branches with those it was made of.
public sealed partial class FieldSet
{
    /// <summary>The paths of either set.</summary>
    public FieldSet Union(FieldSet other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty) return this;
        var members = new List<PathElement>(Math.Max(_members.Count, other._members.Count));
        var (i, j) = (0, 0);
        while (i < _members.Count && j < other._members.Count)
        {
            var order = _members[i].CompareTo(other._members[j]);
            members.Add(order < 0 ? _members[i] : other._members[j]);
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        members.AddRange(_members[i..]);
        members.AddRange(other._members[j..]);
        return new(members, UnionChildren(other));
    }

    /// <summary>The paths of both sets.</summary>
    public FieldSet Intersection(FieldSet other)
    {
        var members = new List<PathElement>();
        var (i, j) = (0, 0);
        while (i < _members.Count && j < other._members.Count)
        {
            var order = _members[i].CompareTo(other._members[j]);
            if (order == 0) members.Add(_members[i]);
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        var children = new List<FieldSetNode>();
        foreach (var child in _children)
        {
            if (other.Below(child.Step) is not { } theirs) continue;
            var both = child.Fields.Intersection(theirs);
            if (!both.IsEmpty) children.Add(new(child.Step, both));
        }

        return new(members, children);
    }

    /// <summary>The paths of this set that are not in the other; a path in the other does not take what is below it away.</summary>
    public FieldSet Difference(FieldSet other)
    {
        if (other._members.Count == 0 && other._children.Count == 0) return this;
        var children = new List<FieldSetNode>(_children.Count);
        foreach (var child in _children)
        {
            if (other.Below(child.Step) is not { } theirs)
            {
                children.Add(child);
                continue;
            }

            var rest = child.Fields.Difference(theirs);
            if (!rest.IsEmpty) children.Add(new(child.Step, rest));
        }

        return new(MembersWithout(other), children);
    }

    /// <summary>The paths of this set that neither are in the other nor below a path of the other.</summary>
    public FieldSet RecursiveDifference(FieldSet other)
    {
        if (other._members.Count == 0 && other._children.Count == 0) return this;
        var children = new List<FieldSetNode>(_children.Count);
        foreach (var child in _children)
        {
            if (other.HasMember(child.Step)) continue;
            if (other.Below(child.Step) is not { } theirs)
            {
                children.Add(child);
                continue;
            }

            var rest = child.Fields.RecursiveDifference(theirs);
            if (!rest.IsEmpty) children.Add(new(child.Step, rest));
        }

        return new(MembersWithout(other), children);
    }

    /// <summary>The paths that no path of the set goes beyond.</summary>
    public FieldSet Leaves() => new(
        _members.FindAll(member => Below(member) is null),
        _children.ConvertAll(child => child with { Fields = child.Fields.Leaves() }));

    /// <summary>The set with the declared fields its paths lead through: <c>.spec</c> for <c>.spec.replicas</c>, but no map key.</summary>
    internal FieldSet WithDeclaredParents(TypeSchema? type)
    {
        var members = new FieldSet([.. _members], []);
        var children = new List<FieldSetNode>(_children.Count);
        foreach (var child in _children)
        {
            var name = child.Step.FieldName;
            if (name is not null && type?.Map?.Find(name) is not null) members.InsertMember(child.Step);
            var below = child.Step.Kind switch
            {
                PathElementKind.Field => type?.Map?.TypeOf(name!),
                PathElementKind.Key => type?.List?.Element,
                _ => null,
            };
            children.Add(new(child.Step, child.Fields.WithDeclaredParents(below)));
        }

        return new(members._members, children);
    }

    private List<PathElement> MembersWithout(FieldSet other)
    {
        if (_members.Count == 0 || other._members.Count == 0) return _members;
        var members = new List<PathElement>(_members.Count);
        var j = 0;
        foreach (var member in _members)
        {
            while (j < other._members.Count && other._members[j] < member) j++;
            if (j >= other._members.Count || other._members[j] != member) members.Add(member);
        }

        return members;
    }

    private List<FieldSetNode> UnionChildren(FieldSet other)
    {
        var children = new List<FieldSetNode>(Math.Max(_children.Count, other._children.Count));
        var (i, j) = (0, 0);
        while (i < _children.Count && j < other._children.Count)
        {
            var order = _children[i].Step.CompareTo(other._children[j].Step);
            if (order < 0) children.Add(_children[i]);
            else if (order > 0) children.Add(other._children[j]);
            else children.Add(new(_children[i].Step, _children[i].Fields.Union(other._children[j].Fields)));
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        children.AddRange(_children[i..]);
        children.AddRange(other._children[j..]);
        return children;
    }
}

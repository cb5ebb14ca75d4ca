using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>Merges a strategic merge patch into an object; both are used up. Upstream: <c>mergeMap</c> and what it calls.</summary>
/// <remarks>The first error ends the merge; results are worth nothing then.</remarks>
internal sealed class StrategicMerge
{
    public string? Error { get; private set; }

    public PatchMap MergeMap(PatchMap original, PatchMap patch, TypeSchema? type)
    {
        if (patch.TryGetValue(Directive.Marker, out var directive)) return Direct(directive, patch);
        if (!RetainKeys(original, patch)) return original;
        new SetElementOrder(this).Run(original, patch, type);
        foreach (var name in patch.SortedNames())
        {
            if (Error is not null) return original;
            MergeMember(original, patch, name, type);
        }

        return original;
    }

    /// <summary>Merges a list by its rule; lists without one are replaced, and scalars to delete are deleted whatever the rule.</summary>
    public PatchList MergeList(PatchList original, PatchList patch, PatchRule rule, bool isDeletion)
    {
        if (rule.Strategy != Directive.Merge && !isDeletion) return patch;
        return new ListPatch(this, rule.MergeKey).Merge(original, patch, rule.Type, isDeletion);
    }

    public void Fail(string error) => Error ??= error;

    /// <summary>The value without objects that are directives; false when it is one itself.</summary>
    public static bool TryWithoutDirectives(object? node, out object? kept)
    {
        kept = node;
        if (node is PatchMap map)
        {
            if (map.ContainsKey(Directive.Marker)) return false;
            foreach (var name in map.SortedNames())
            {
                if (TryWithoutDirectives(map[name], out var member)) map[name] = member;
                else map.Remove(name);
            }
        }
        else if (node is PatchList list)
        {
            var items = new PatchList();
            foreach (var item in list)
                if (TryWithoutDirectives(item, out var keptItem)) items.Add(keptItem);
            kept = items;
        }

        return true;
    }

    private PatchMap Direct(object? directive, PatchMap patch)
    {
        switch (PatchNode.AsString(directive))
        {
            case Directive.Replace:
                patch.Remove(Directive.Marker);
                return patch;
            case Directive.Delete:
                return new();
            default:
                Fail(PatchErrors.BadDirective(directive, patch));
                return patch;
        }
    }

    /// <summary>Clears the members that <c>$retainKeys</c> does not list. Members of the patch must be listed.</summary>
    private bool RetainKeys(PatchMap original, PatchMap patch)
    {
        if (!patch.Remove(Directive.RetainKeys, out var directive)) return true;
        if (directive is not PatchList list)
        {
            Fail(PatchErrors.RetainKeys);
            return false;
        }

        var retained = list.Select(PatchNode.AsString).ToHashSet();
        foreach (var (name, value) in patch)
        {
            var isParallel = name.StartsWith(Directive.DeleteFromPrimitiveList, StringComparison.Ordinal)
                || name.StartsWith(Directive.SetElementOrder, StringComparison.Ordinal);
            if (value is null || isParallel || retained.Contains(name)) continue;
            Fail(PatchErrors.RetainKeys);
            return false;
        }

        foreach (var name in original.SortedNames())
            if (!retained.Contains(name)) original.Remove(name);
        return true;
    }

    private void MergeMember(PatchMap original, PatchMap patch, string key, TypeSchema? type)
    {
        var change = patch[key];
        var name = key;
        var isDeletion = key.StartsWith(Directive.DeleteFromPrimitiveList, StringComparison.Ordinal);
        if (isDeletion)
        {
            if (Directive.MemberOf(key, Directive.DeleteFromPrimitiveList) is not { } member)
            {
                Fail(PatchErrors.PrimitiveList);
                return;
            }

            name = member;
        }

        if (change is null)
        {
            original.Remove(name);
            return;
        }

        if (!original.TryGetValue(name, out var current) || PatchNode.GoType(current) != PatchNode.GoType(change))
        {
            if (!isDeletion) Take(original, name, change);
            return;
        }

        if (current is PatchMap map) MergeInto(original, name, map, (PatchMap)change, type);
        else if (current is PatchList list) MergeInto(original, name, list, (PatchList)change, type, isDeletion);
        else original[name] = change;
    }

    private void MergeInto(PatchMap original, string name, PatchMap current, PatchMap change, TypeSchema? type)
    {
        if (PatchSchema.ForMap(type, name, out var error) is not { } rule) Fail(error);
        else original[name] = rule.Strategy == Directive.Replace ? change : MergeMap(current, change, rule.Type);
    }

    private void MergeInto(PatchMap original, string name, PatchList current, PatchList change, TypeSchema? type, bool isDeletion)
    {
        if (PatchSchema.ForList(type, name, out var error) is not { } rule) Fail(error);
        else original[name] = MergeList(current, change, rule, isDeletion);
    }

    private static void Take(PatchMap original, string name, object change)
    {
        DropNulls(change);
        if (TryWithoutDirectives(change, out var kept)) original[name] = kept;
        else original.Remove(name);
    }

    /// <summary>Drops members that are null, at any depth: nothing is there to be deleted.</summary>
    private static void DropNulls(object? node)
    {
        if (node is PatchMap map)
        {
            foreach (var name in map.SortedNames())
            {
                if (map[name] is null) map.Remove(name);
                else DropNulls(map[name]);
            }
        }
        else if (node is PatchList list)
        {
            foreach (var item in list) DropNulls(item);
        }
    }
}

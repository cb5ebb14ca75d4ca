using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>Merges a list: scalars by value, objects by their merge key. Upstream: <c>mergeSlice</c> and what it calls.</summary>
internal sealed class ListPatch(StrategicMerge merge, string mergeKey)
{
    public PatchList Merge(PatchList original, PatchList patch, TypeSchema? type, bool isDeletion)
    {
        if (original.Count == 0 && patch.Count == 0) return original;
        if (!TryCheckItems(original, patch, merge, out var ofMaps)) return original;
        PatchList merged;
        if (!ofMaps)
        {
            if (isDeletion) return new(original.Where(item => !patch.Exists(other => PatchNode.Same(item, other))));
            merged = WithoutRepetition([.. original, .. patch]);
        }
        else
        {
            if (mergeKey.Length == 0)
            {
                merge.Fail("cannot merge lists without merge key for struct");
                return original;
            }

            var window = new SliceWindow(original);
            if (!TryDirect(ref original, ref patch, window)) return original;
            merged = MergeItems(original, patch, type, window);
            if (merge.Error is not null) return original;
        }

        var order = new ElementOrder(mergeKey);
        var (patchItems, serverOnly) = order.Partition(merged, patch);
        var normalized = order.Error is null ? order.Normalize(patchItems, serverOnly, patch, original) : merged;
        if (order.Error is { } error) merge.Fail(error);
        return normalized;
    }

    /// <summary>All items must be of one type, and none a list; tells whether they are objects.</summary>
    public static bool TryCheckItems(PatchList original, PatchList patch, StrategicMerge merge, out bool ofMaps)
    {
        object? first = null;
        ofMaps = false;
        foreach (var item in original.Concat(patch))
        {
            if (first is null)
            {
                first = item;
                if (item is PatchList)
                {
                    merge.Fail(PatchErrors.ListsOfLists);
                    return false;
                }
            }
            else if (PatchNode.GoType(first) != PatchNode.GoType(item))
            {
                merge.Fail($"list element types are not identical: [{PatchNode.Text(original)} {PatchNode.Text(patch)}]");
                return false;
            }
        }

        ofMaps = first is PatchMap;
        if (first is null) merge.Fail("no elements in any of the given slices");
        return first is not null;
    }

    /// <summary>Obeys the items that are directives, and takes them out of the patch.</summary>
    private bool TryDirect(ref PatchList original, ref PatchList patch, SliceWindow window)
    {
        var plain = new PatchList();
        var replaces = false;
        foreach (var item in patch)
        {
            var map = (PatchMap)item!;
            if (!map.TryGetValue(Directive.Marker, out var directive))
            {
                plain.Add(map);
                continue;
            }

            switch (PatchNode.AsString(directive))
            {
                case Directive.Delete when map.TryGetValue(mergeKey, out var key):
                    original = new(original.Where(other => !HasKey(other, key)));
                    window.Remove(other => HasKey(other, key));
                    break;
                case Directive.Delete:
                    merge.Fail(PatchErrors.NoMergeKey(map, mergeKey));
                    return false;
                case Directive.Replace:
                    replaces = true;
                    break;
                case Directive.Merge:
                    merge.Fail("merging lists cannot yet be specified in the patch");
                    return false;
                default:
                    merge.Fail(PatchErrors.BadDirective(directive, map));
                    return false;
            }
        }

        if (replaces) window.Detach();
        (original, patch) = replaces ? (plain, new PatchList()) : (original, plain);
        return true;
    }

    private PatchList MergeItems(PatchList original, PatchList patch, TypeSchema? type, SliceWindow window)
    {
        var merged = new PatchList(original);
        foreach (var item in patch)
        {
            var map = (PatchMap)item!;
            if (!map.TryGetValue(mergeKey, out var key))
            {
                merge.Fail(PatchErrors.NoMergeKey(map, mergeKey));
                return merged;
            }

            var at = merged.FindIndex(other => HasKey(other, key));
            if (at < 0)
            {
                merged.Add(map);
                window.Append(map);
            }
            else
            {
                merged[at] = merge.MergeMap((PatchMap)merged[at]!, map, type);
            }

            if (merge.Error is not null) return merged;
        }

        return merged;
    }

    private bool HasKey(object? item, object? key) =>
        item is PatchMap map && map.TryGetValue(mergeKey, out var other) && PatchNode.Same(other, key);

    /// <summary>A repetition's place is taken by the last item, as upstream has it.</summary>
    private static PatchList WithoutRepetition(PatchList items)
    {
        for (var i = 0; i < items.Count - 1; i++)
        {
            for (var j = i + 1; j < items.Count; j++)
            {
                if (!PatchNode.Same(items[i], items[j])) continue;
                items[j--] = items[^1];
                items.RemoveAt(items.Count - 1);
            }
        }

        return items;
    }
}

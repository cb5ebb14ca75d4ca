using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>
/// Obeys <c>$setElementOrder/…</c>: merges the list it is about and puts its items in the order given. What it merged it takes out of
/// the patch. Upstream: <c>mergePatchIntoOriginal</c>.
/// </summary>
internal sealed class SetElementOrder(StrategicMerge merge)
{
    public void Run(PatchMap original, PatchMap patch, TypeSchema? type)
    {
        foreach (var key in patch.SortedNames())
        {
            if (merge.Error is not null) return;
            if (!key.StartsWith(Directive.SetElementOrder, StringComparison.Ordinal)) continue;
            patch.Remove(key, out var directive);
            Order(original, patch, key, directive, type);
        }
    }

    private void Order(PatchMap original, PatchMap patch, string key, object? directive, TypeSchema? type)
    {
        if (directive is not PatchList order)
        {
            merge.Fail(PatchErrors.BadType("[]interface {}", directive));
            return;
        }

        if (Directive.MemberOf(key, Directive.SetElementOrder) is not { } name)
        {
            merge.Fail(PatchErrors.SetElementOrder);
            return;
        }

        var isLive = original.TryGetValue(name, out var liveNode);
        var isPatched = patch.TryGetValue(name, out var patchNode);
        if (!IsList(isLive, liveNode) || !IsList(isPatched, patchNode)) return;
        if (PatchSchema.ForList(type, name, out var error) is not { } rule)
        {
            merge.Fail(error);
            return;
        }

        var live = liveNode as PatchList ?? [];
        var change = patchNode as PatchList ?? [];
        if (!CheckOrder(change, order, rule.MergeKey) || (!isLive && !isPatched)) return;
        var merged = Merged(isLive, isPatched, live, change, rule);
        if (merge.Error is not null || Sorted(merged, live, change, order, rule.MergeKey) is not { } sorted) return;
        original[name] = sorted;
        patch.Remove(name);
    }

    private PatchList Merged(bool isLive, bool isPatched, PatchList live, PatchList change, PatchRule rule)
    {
        if (!isPatched) return live;
        if (isLive) return merge.MergeList(live, change, rule, isDeletion: false);
        StrategicMerge.TryWithoutDirectives(change, out var kept);
        return (PatchList)kept!;
    }

    private PatchList? Sorted(PatchList merged, PatchList live, PatchList change, PatchList order, string mergeKey)
    {
        var elements = new ElementOrder(mergeKey);
        var (patchItems, serverOnly) = elements.Partition(merged, order);
        if (elements.Error is null)
        {
            if (!ListPatch.TryCheckItems(live, change, merge, out _)) return null;
            var sorted = elements.Normalize(patchItems, serverOnly, order, live);
            if (elements.Error is null) return sorted;
        }

        merge.Fail(elements.Error);
        return null;
    }

    private bool IsList(bool isThere, object? node)
    {
        if (!isThere || node is PatchList) return true;
        merge.Fail(PatchErrors.BadType("[]interface {}", node));
        return false;
    }

    /// <summary>The items of the patch must come in the order given, all of them; those it deletes do not count.</summary>
    private bool CheckOrder(PatchList change, PatchList order, string mergeKey)
    {
        if (order.Count == 0 || change.Count == 0) return true;
        var at = 0;
        foreach (var item in change)
        {
            if (mergeKey.Length > 0 && item is not PatchMap)
            {
                merge.Fail(PatchErrors.BadType("map[string]interface {}", item));
                return false;
            }

            if (item is PatchMap marked && marked.ContainsKey(Directive.Marker)) continue;
            var found = false;
            while (!found && at < order.Count)
            {
                if (!TrySame(item, order[at++], mergeKey, out found)) return false;
            }

            if (found) continue;
            merge.Fail(
                $"The order in patch list:\n{PatchNode.Text(change)}\n doesn't match {Directive.SetElementOrder} list:\n{PatchNode.Text(order)}\n");
            return false;
        }

        return true;
    }

    private bool TrySame(object? left, object? right, string mergeKey, out bool same)
    {
        same = false;
        if (mergeKey.Length == 0)
        {
            same = PatchNode.Same(left, right);
            return true;
        }

        foreach (var item in (object?[])[left, right])
        {
            if (item is not PatchMap map) merge.Fail(PatchErrors.BadType("map[string]interface {}", item));
            else if (!map.ContainsKey(mergeKey)) merge.Fail(PatchErrors.NoMergeKey(map, mergeKey));
            if (merge.Error is not null) return false;
        }

        same = PatchNode.Same(((PatchMap)left!)[mergeKey], ((PatchMap)right!)[mergeKey]);
        return true;
    }
}

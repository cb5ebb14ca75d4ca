using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>
/// The order of a merged list: items the patch names in the patch's order, the server's own in the server's, and the two woven
/// together by where items stand in the live list. Upstream: <c>normalizeElementOrder</c> and what it calls.
/// </summary>
/// <param name="mergeKey">The member that pairs items; empty for scalars.</param>
internal sealed class ElementOrder(string mergeKey)
{
    /// <summary>The error of an item without its merge key; null when all have it.</summary>
    public string? Error { get; private set; }

    /// <summary>Weaves the two lists; each keeps its own order whatever the live list says.</summary>
    public PatchList Normalize(PatchList patch, PatchList serverOnly, PatchList patchOrder, PatchList serverOrder)
    {
        var left = Sort(serverOnly, serverOrder);
        var right = Sort(patch, patchOrder);
        var places = Places(serverOrder);
        var woven = new PatchList();
        var (i, j) = (0, 0);
        while (i < left.Count || j < right.Count)
        {
            if (j >= right.Count || (i < left.Count && ComesBefore(places, left[i], right[j]))) woven.Add(left[i++]);
            else woven.Add(right[j++]);
        }

        return woven;
    }

    /// <summary>The items that another list names, and the others, each in the order they come.</summary>
    public (PatchList Named, PatchList Others) Partition(PatchList items, PatchList names)
    {
        var (named, others) = (new PatchList(), new PatchList());
        var keys = names.Select(KeyOf).ToHashSet();
        foreach (var item in items)
        {
            if (mergeKey.Length > 0 && !HasKey(item)) return (named, others);
            (keys.Contains(KeyOf(item)) ? named : others).Add(item);
        }

        return (named, others);
    }

    private PatchList Sort(PatchList items, PatchList order)
    {
        var deleted = new PatchList();
        if (mergeKey.Length > 0)
        {
            foreach (var item in items.Concat(order))
                if (!HasKey(item)) return items;
            deleted.AddRange(items.Where(IsDeleted));
            items = new(items.Where(item => !IsDeleted(item)));
        }

        var places = Places(order);
        var sorted = items.All(item => places.ContainsKey(KeyOf(item)))
            ? new PatchList(items.OrderBy(item => places[KeyOf(item)]))
            : InsertionSort(items, places);
        sorted.AddRange(deleted);
        return sorted;
    }

    /// <summary>Upstream's comparison is no order once an item is in no list; its sort of up to 20 items then does this.</summary>
    private PatchList InsertionSort(PatchList items, Dictionary<JsonValue, int> places)
    {
        var sorted = new PatchList(items);
        for (var i = 1; i < sorted.Count; i++)
            for (var j = i; j > 0 && IsLess(places, sorted[j], sorted[j - 1]); j--) (sorted[j], sorted[j - 1]) = (sorted[j - 1], sorted[j]);
        return sorted;
    }

    private bool IsLess(Dictionary<JsonValue, int> places, object? left, object? right) =>
        !places.TryGetValue(KeyOf(left), out var a) || !places.TryGetValue(KeyOf(right), out var b) || a < b;

    private bool ComesBefore(Dictionary<JsonValue, int> places, object? left, object? right) =>
        places.TryGetValue(KeyOf(left), out var a) && places.TryGetValue(KeyOf(right), out var b) && a < b;

    private Dictionary<JsonValue, int> Places(PatchList order)
    {
        var places = new Dictionary<JsonValue, int>(order.Count);
        for (var i = 0; i < order.Count; i++) places.TryAdd(KeyOf(order[i]), i);
        return places;
    }

    private JsonValue KeyOf(object? item)
    {
        if (mergeKey.Length > 0 && item is PatchMap map) return PatchNode.ToValue(map.GetValueOrDefault(mergeKey));
        return PatchNode.ToValue(item);
    }

    private bool HasKey(object? item)
    {
        if (item is not PatchMap map) Error ??= PatchErrors.BadType("map[string]interface {}", item);
        else if (!map.ContainsKey(mergeKey)) Error ??= PatchErrors.NoMergeKey(map, mergeKey);
        return Error is null;
    }

    private static bool IsDeleted(object? item) =>
        item is PatchMap map && PatchNode.AsString(map.GetValueOrDefault(Directive.Marker)) == Directive.Delete;
}

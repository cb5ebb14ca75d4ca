using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Merges two associative lists. Items of both stand in the applied list's order; the live list's own keep their places.</summary>
/// <remarks>
/// Live <c>[a b c d]</c> and applied <c>[d x b]</c> give <c>[a c d x b]</c>: <c>a</c> and <c>c</c> are the live list's own and come
/// when the live list is walked past them; <c>b</c>, met before its turn among the shared items (<c>d</c>, then <c>b</c>), waits.
/// Upstream: <c>mergingWalker.visitListItems</c>.
/// </remarks>
internal sealed class ListMerge
{
    private readonly TypedMerger _merger;
    private readonly ListSchema _type;
    private readonly ListOf<JsonValue> _live;
    private readonly List<PathElement> _liveSteps;
    private readonly List<PathElement> _appliedSteps;
    private readonly Dictionary<PathElement, JsonValue> _liveItems;
    private readonly Dictionary<PathElement, JsonValue> _appliedItems;
    private readonly HashSet<PathElement> _merged = [];
    private readonly Queue<PathElement> _sharedOrder;
    private readonly List<JsonValue> _result = [];
    private PathElement? _nextShared;

    private ListMerge(TypedMerger merger, ListSchema type, ListOf<JsonValue> live, ListOf<JsonValue> applied, TypedErrors errors)
    {
        _merger = merger;
        _type = type;
        _live = live;
        (_appliedSteps, _appliedItems) = Index(type, applied, allowDuplicates: false, errors);
        (_liveSteps, _liveItems) = Index(type, live, allowDuplicates: true, errors);
        _sharedOrder = new(_appliedSteps.Where(_liveItems.ContainsKey));
        AdvanceShared();
    }

    public static JsonValue? Of(
        TypedMerger merger, ListSchema type, ListOf<JsonValue> live, ListOf<JsonValue> applied, TypedErrors errors)
    {
        var before = errors.Count;
        var merge = new ListMerge(merger, type, live, applied, errors);
        if (errors.Count > before) return null;
        merge.Run();
        return merge._result.Count == 0 ? (JsonValue?)null : JsonValue.From(ListOf<JsonValue>.Adopt([.. merge._result]));
    }

    private void Run()
    {
        var (l, a) = (0, 0);
        while (l < _liveSteps.Count || a < _appliedSteps.Count)
        {
            if (l < _liveSteps.Count && a < _appliedSteps.Count)
            {
                var step = _liveSteps[l];
                if (step == _appliedSteps[a])
                {
                    MergeBoth(step);
                    l++;
                    a++;
                    AdvanceShared();
                    continue;
                }

                if (_appliedItems.ContainsKey(step) && _nextShared is { } next && next != step)
                {
                    // A shared item before its turn.
                    l++;
                    continue;
                }
            }

            if (l < _liveSteps.Count)
            {
                var step = _liveSteps[l];
                if (!_appliedItems.ContainsKey(step))
                {
                    Add(_merger.Visit(_type.Element, _live[l++], null));
                    continue;
                }

                if (_merged.Contains(step)) l++;
            }

            if (a < _appliedSteps.Count)
            {
                var step = _appliedSteps[a++];
                MergeBoth(step);
                if (_nextShared == step) AdvanceShared();
            }
        }
    }

    private void MergeBoth(PathElement step)
    {
        _merged.Add(step);
        JsonValue? live = _liveItems.TryGetValue(step, out var mine) ? mine : (JsonValue?)null;
        Add(_merger.Visit(_type.Element, live, _appliedItems[step]));
    }

    private void Add(JsonValue? item)
    {
        if (item is { } value) _result.Add(value);
    }

    private void AdvanceShared() => _nextShared = _sharedOrder.TryDequeue(out var next) ? next : (PathElement?)null;

    /// <summary>The steps in order, and the items by them. A live item that comes twice is not merged: it counts as <c>null</c>.</summary>
    private static (List<PathElement> Steps, Dictionary<PathElement, JsonValue> Items) Index(
        ListSchema type, ListOf<JsonValue> list, bool allowDuplicates, TypedErrors errors)
    {
        var steps = new List<PathElement>(list.Count);
        var items = new Dictionary<PathElement, JsonValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (!ListItems.TryStep(type, list[i], out var step, out var error))
            {
                errors.Add($"element {i}: {error}");
                continue;
            }

            if (!items.TryAdd(step, list[i]))
            {
                if (!allowDuplicates)
                {
                    errors.Add($"duplicate entries for key {step}");
                    continue;
                }

                items[step] = JsonValue.Null;
            }

            steps.Add(step);
        }

        return (steps, items);
    }
}

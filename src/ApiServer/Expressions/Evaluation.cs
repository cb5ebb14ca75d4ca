using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>One evaluation of an expression. Specification: CEL's <c>langdef.md</c>, "Evaluation".</summary>
internal sealed class Evaluation(IReadOnlyDictionary<string, JsonValue> names, ExpressionBudget budget)
{
    private readonly Dictionary<string, JsonValue> _variables = [];

    public Evaluated Of(ExpressionNode node)
    {
        if (!budget.Spend(1)) return Evaluated.Fail(ExpressionBudget.Exceeded);
        return node switch
        {
            ExpressionNode.Literal literal => Evaluated.Of(literal.Value),
            ExpressionNode.Name name => OfName(name.Value),
            ExpressionNode.Select select => OfSelect(select),
            ExpressionNode.Conditional conditional => OfConditional(conditional),
            ExpressionNode.Call { Function: "&&" or "||" } call => OfLogic(call),
            ExpressionNode.Call call => OfCall(call),
            ExpressionNode.List list => OfList(list),
            ExpressionNode.Map map => OfMap(map),
            ExpressionNode.Macro macro => OfMacro(macro),
            ExpressionNode.Unsupported other => Evaluated.Fail($"{other.What} is not supported yet"),
            _ => Evaluated.NoOverload,
        };
    }

    private Evaluated OfName(string name)
    {
        if (_variables.TryGetValue(name, out var value) || names.TryGetValue(name, out value)) return Evaluated.Of(value);
        return Evaluated.Fail($"undeclared reference to '{name}'");
    }

    private Evaluated OfSelect(ExpressionNode.Select select)
    {
        var target = Of(select.Target);
        if (target.IsError) return target;
        if (target.Value.Kind != JsonKind.Object) return Evaluated.NoOverload;
        var isThere = target.Value.Members.TryGetValue(select.Field, out var value);
        if (select.IsTest) return Evaluated.Of(isThere);
        return isThere ? Evaluated.Of(value) : Evaluated.Fail($"no such key: {select.Field}");
    }

    private Evaluated OfConditional(ExpressionNode.Conditional conditional)
    {
        var test = Of(conditional.Test);
        if (test.IsError) return test;
        return test.Truth is { } truth ? Of(truth ? conditional.Then : conditional.Else) : Evaluated.NoOverload;
    }

    /// <summary>Whichever side decides, decides, whatever the other is: an error counts only when neither does.</summary>
    private Evaluated OfLogic(ExpressionNode.Call call)
    {
        var decisive = call.Function == "||";
        var left = Of(call.Arguments[0]);
        if (left.Truth == decisive) return left;
        var right = Of(call.Arguments[1]);
        if (right.Truth == decisive) return right;
        if (left.IsError) return left;
        if (right.IsError) return right;
        return left.Truth is null || right.Truth is null ? Evaluated.NoOverload : Evaluated.Of(!decisive);
    }

    private Evaluated OfCall(ExpressionNode.Call call)
    {
        var arguments = new JsonValue[call.Arguments.Count + (call.Target is null ? 0 : 1)];
        var count = 0;
        if (call.Target is not null)
        {
            var target = Of(call.Target);
            if (target.IsError) return target;
            arguments[count++] = target.Value;
        }

        foreach (var argument in call.Arguments)
        {
            var value = Of(argument);
            if (value.IsError) return value;
            arguments[count++] = value.Value;
        }

        // Neither looks at all there is.
        if (call.Function is not "[]" and not "size" && !budget.Spend(ExpressionBudget.CostOf(arguments))) return Evaluated.Fail(ExpressionBudget.Exceeded);
        return call.Target is null && Operators.Apply(call.Function, arguments) is { } done ? done : Functions.Apply(call.Function, arguments);
    }

    private Evaluated OfList(ExpressionNode.List list)
    {
        var items = new JsonValue[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = Of(list.Items[i]);
            if (item.IsError) return item;
            items[i] = item.Value;
        }

        return Evaluated.Of(JsonValue.From(ListOf<JsonValue>.Adopt(items)));
    }

    private Evaluated OfMap(ExpressionNode.Map map)
    {
        var members = new Dictionary<string, JsonValue>();
        foreach (var (keyNode, valueNode) in map.Entries)
        {
            var (key, value) = (Of(keyNode), Of(valueNode));
            if (key.IsError) return key;
            if (value.IsError) return value;
            if (key.Value.AsString() is not { } name) return Evaluated.Fail("keys of maps other than strings are not supported yet");
            if (!members.TryAdd(name, value.Value)) return Evaluated.Fail($"Failed with repeated key: {name}");
        }

        return Evaluated.Of(JsonValue.From(members.ToMapOf()));
    }

    private Evaluated OfMacro(ExpressionNode.Macro macro)
    {
        var target = Of(macro.Target);
        if (target.IsError) return target;
        IEnumerable<JsonValue>? items = target.Value.Kind switch
        {
            JsonKind.Array => target.Value.Items,
            JsonKind.Object => target.Value.Members.Select(static member => JsonValue.From(member.Key)),
            _ => null,
        };
        if (items is null) return Evaluated.NoOverload;
        var hides = _variables.TryGetValue(macro.Variable, out var hidden);
        var result = macro.Kind switch
        {
            "all" => Quantify(macro, items, decisive: false),
            "exists" => Quantify(macro, items, decisive: true),
            "exists_one" => CountOne(macro, items),
            "filter" => Collect(macro, items, macro.Body, null),
            _ => Collect(macro, items, macro.Filter, macro.Body),
        };
        if (hides) _variables[macro.Variable] = hidden;
        else _variables.Remove(macro.Variable);
        return result;
    }

    private Evaluated Quantify(ExpressionNode.Macro macro, IEnumerable<JsonValue> items, bool decisive)
    {
        var error = default(Evaluated?);
        foreach (var item in items)
        {
            var turn = Turn(macro, item, macro.Body);
            if (turn.Truth == decisive) return turn;
            if (turn.Truth is null) error ??= turn.IsError ? turn : Evaluated.NoOverload;
        }

        return error ?? Evaluated.Of(!decisive);
    }

    private Evaluated CountOne(ExpressionNode.Macro macro, IEnumerable<JsonValue> items)
    {
        var count = 0;
        foreach (var item in items)
        {
            var turn = Turn(macro, item, macro.Body);
            if (turn.Truth is not { } truth) return turn.IsError ? turn : Evaluated.NoOverload;
            if (truth) count++;
        }

        return Evaluated.Of(count == 1);
    }

    private Evaluated Collect(ExpressionNode.Macro macro, IEnumerable<JsonValue> items, ExpressionNode? filter, ExpressionNode? body)
    {
        var collected = new List<JsonValue>();
        foreach (var item in items)
        {
            if (filter is not null)
            {
                var turn = Turn(macro, item, filter);
                if (turn.Truth is not { } truth) return turn.IsError ? turn : Evaluated.NoOverload;
                if (!truth) continue;
            }

            var made = body is null ? Evaluated.Of(item) : Turn(macro, item, body);
            if (made.IsError) return made;
            collected.Add(made.Value);
        }

        return Evaluated.Of(JsonValue.From(collected.ToListOf()));
    }

    private Evaluated Turn(ExpressionNode.Macro macro, JsonValue item, ExpressionNode body)
    {
        _variables[macro.Variable] = item;
        return Of(body);
    }
}

using Kybernet.ApiServer.Expressions.Values;
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
            ExpressionNode.Message message => OfMessage(message),
            _ => Evaluated.NoOverload,
        };
    }

    private Evaluated OfName(string name)
    {
        if (_variables.TryGetValue(name, out var value) || names.TryGetValue(name, out value)) return Evaluated.Of(value);
        if (TypeValue.IsKnown(name)) return Evaluated.Of(new TypeValue(name));
        return Evaluated.Fail($"undeclared reference to '{name}'");
    }

    private Evaluated OfSelect(ExpressionNode.Select select)
    {
        var target = Of(select.Target);
        if (target.IsError) return target;
        if (target.Value.Kind == JsonKind.Foreign) return OfForeignSelect(target.Value, select);
        if (target.Value.Kind != JsonKind.Object) return Evaluated.NoOverload;
        var isThere = target.Value.Members.TryGetValue(select.Field, out var value);
        if (select.IsTest) return Evaluated.Of(isThere);
        return isThere ? Evaluated.Of(value) : Evaluated.Fail($"no such key: {select.Field}");
    }

    private static Evaluated OfForeignSelect(JsonValue target, ExpressionNode.Select select)
    {
        if (target.AsForeign() is OptionalValue)
        {
            var read = OptionalValue.At(target, JsonValue.From(select.Field));
            return select.IsTest && !read.IsError ? Evaluated.Of(read.Value.AsForeign() is OptionalValue { Value: not null }) : read;
        }

        if (target.AsForeign() is not IForeignFields fields) return Evaluated.NoOverload;
        var found = fields.Find(select.Field);
        return select.IsTest ? Evaluated.Of(found is not null) : found ?? Evaluated.Fail($"no such key: {select.Field}");
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
            // What would be instead is not looked at.
            if (call.Function is "or" or "orValue" && call.Arguments.Count == 1 && target.Value.AsForeign() is OptionalValue { Value: { } there })
                return call.Function == "or" ? target : Evaluated.Of(there);
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

    /// <summary>A part of a list, a map or a message, which may be optional.</summary>
    private Evaluated OfPart(ExpressionNode node, out bool isAbsent)
    {
        isAbsent = false;
        if (node is not ExpressionNode.Optional optional) return Of(node);
        var value = Of(optional.Value);
        if (value.IsError) return value;
        if (value.Value.AsForeign() is not OptionalValue maybe) return Evaluated.NoOverload;
        isAbsent = maybe.Value is null;
        return Evaluated.Of(maybe.Value ?? JsonValue.Null);
    }

    private Evaluated OfMessage(ExpressionNode.Message message)
    {
        var members = new Dictionary<string, JsonValue>();
        foreach (var (field, node) in message.Fields)
        {
            var value = OfPart(node, out var isAbsent);
            if (value.IsError) return value;
            if (!isAbsent && !members.TryAdd(field, value.Value)) return Evaluated.Fail($"Failed with repeated key: {field}");
        }

        return Evaluated.Of(new ObjectValue(message.Type, members.ToMapOf()));
    }

    private Evaluated OfList(ExpressionNode.List list)
    {
        var items = new List<JsonValue>(list.Items.Count);
        foreach (var node in list.Items)
        {
            var item = OfPart(node, out var isAbsent);
            if (item.IsError) return item;
            if (!isAbsent) items.Add(item.Value);
        }

        return Evaluated.Of(JsonValue.From(items.ToListOf()));
    }

    private Evaluated OfMap(ExpressionNode.Map map)
    {
        var members = new Dictionary<string, JsonValue>();
        foreach (var (keyNode, valueNode) in map.Entries)
        {
            var (key, value) = (Of(keyNode), OfPart(valueNode, out var isAbsent));
            if (key.IsError) return key;
            if (value.IsError) return value;
            if (isAbsent) continue;
            if (key.Value.AsString() is not { } name) return Evaluated.Fail("keys of maps other than strings are not supported yet");
            if (!members.TryAdd(name, value.Value)) return Evaluated.Fail($"Failed with repeated key: {name}");
        }

        return Evaluated.Of(JsonValue.From(members.ToMapOf()));
    }

    private Evaluated OfMacro(ExpressionNode.Macro macro)
    {
        var target = Of(macro.Target);
        if (target.IsError) return target;
        if (macro.Kind is "optMap" or "optFlatMap") return OfOptionalMacro(macro, target.Value);
        if (Turns(macro, target.Value) is not { } turns) return Evaluated.NoOverload;
        var (first, second) = (Hidden(macro.Variable), Hidden(macro.Second));
        var result = macro.Kind switch
        {
            "all" => Quantify(macro, turns, decisive: false),
            "exists" => Quantify(macro, turns, decisive: true),
            "exists_one" => CountOne(macro, turns),
            "filter" => Collect(macro, turns, macro.Body, null),
            "transformMap" or "transformMapEntry" => CollectMembers(macro, turns),
            _ => Collect(macro, turns, macro.Filter, macro.Body),
        };
        Restore(macro.Variable, first);
        Restore(macro.Second, second);
        return result;
    }

    /// <summary>What the variables are, one turn after the other; null for what nobody can go through.</summary>
    private static IEnumerable<(JsonValue First, JsonValue Second)>? Turns(ExpressionNode.Macro macro, JsonValue target) =>
        (target.Kind, macro.Second.Length > 0) switch
        {
            (JsonKind.Array, false) => target.Items.Select(static item => (item, JsonValue.Null)),
            (JsonKind.Array, true) => target.Items.Select(static (item, index) => (JsonValue.From(index), item)),
            (JsonKind.Object, false) => target.Members.Select(static member => (JsonValue.From(member.Key), JsonValue.Null)),
            (JsonKind.Object, true) => target.Members.Select(static member => (JsonValue.From(member.Key), member.Value)),
            _ => null,
        };

    /// <summary>A variable of the same name around the macro.</summary>
    private JsonValue? Hidden(string variable) => _variables.TryGetValue(variable, out var hidden) ? hidden : (JsonValue?)null;

    private void Restore(string variable, JsonValue? hidden)
    {
        if (hidden is { } value) _variables[variable] = value;
        else _variables.Remove(variable);
    }

    private Evaluated OfOptionalMacro(ExpressionNode.Macro macro, JsonValue target)
    {
        if (target.AsForeign() is not OptionalValue optional) return Evaluated.NoOverload;
        if (optional.Value is not { } value) return Evaluated.Of(OptionalValue.None);
        var hidden = Hidden(macro.Variable);
        var made = Turn(macro, (value, JsonValue.Null), macro.Body);
        Restore(macro.Variable, hidden);
        if (made.IsError) return made;
        if (macro.Kind == "optMap") return OptionalValue.Of(made.Value);
        return made.Value.AsForeign() is OptionalValue ? made : Evaluated.NoOverload;
    }

    private Evaluated Quantify(ExpressionNode.Macro macro, IEnumerable<(JsonValue First, JsonValue Second)> turns, bool decisive)
    {
        var error = default(Evaluated?);
        foreach (var at in turns)
        {
            var turn = Turn(macro, at, macro.Body);
            if (turn.Truth == decisive) return turn;
            if (turn.Truth is null) error ??= turn.IsError ? turn : Evaluated.NoOverload;
        }

        return error ?? Evaluated.Of(!decisive);
    }

    private Evaluated CountOne(ExpressionNode.Macro macro, IEnumerable<(JsonValue First, JsonValue Second)> turns)
    {
        var count = 0;
        foreach (var at in turns)
        {
            var turn = Turn(macro, at, macro.Body);
            if (turn.Truth is not { } truth) return turn.IsError ? turn : Evaluated.NoOverload;
            if (truth) count++;
        }

        return Evaluated.Of(count == 1);
    }

    private Evaluated Collect(
        ExpressionNode.Macro macro, IEnumerable<(JsonValue First, JsonValue Second)> turns, ExpressionNode? filter, ExpressionNode? body)
    {
        var collected = new List<JsonValue>();
        foreach (var at in turns)
        {
            if (filter is not null)
            {
                var turn = Turn(macro, at, filter);
                if (turn.Truth is not { } truth) return turn.IsError ? turn : Evaluated.NoOverload;
                if (!truth) continue;
            }

            var made = body is null ? Evaluated.Of(at.First) : Turn(macro, at, body);
            if (made.IsError) return made;
            collected.Add(made.Value);
        }

        return Evaluated.Of(JsonValue.From(collected.ToListOf()));
    }

    /// <summary>A map: of <c>transformMap</c> with the keys there are, of <c>transformMapEntry</c> with those that are made.</summary>
    private Evaluated CollectMembers(ExpressionNode.Macro macro, IEnumerable<(JsonValue First, JsonValue Second)> turns)
    {
        var members = new Dictionary<string, JsonValue>();
        foreach (var at in turns)
        {
            if (macro.Filter is not null)
            {
                var turn = Turn(macro, at, macro.Filter);
                if (turn.Truth is not { } truth) return turn.IsError ? turn : Evaluated.NoOverload;
                if (!truth) continue;
            }

            var made = Turn(macro, at, macro.Body);
            if (made.IsError) return made;
            if (macro.Kind == "transformMap")
            {
                if (at.First.AsString() is not { } key) return Evaluated.Fail("keys of maps other than strings are not supported yet");
                members[key] = made.Value;
                continue;
            }

            if (made.Value.Kind != JsonKind.Object) return Evaluated.NoOverload;
            foreach (var (key, value) in made.Value.Members)
                if (!members.TryAdd(key, value)) return Evaluated.Fail($"insert failed: key {key} already exists");
        }

        return Evaluated.Of(JsonValue.From(members.ToMapOf()));
    }

    private Evaluated Turn(ExpressionNode.Macro macro, (JsonValue First, JsonValue Second) at, ExpressionNode body)
    {
        _variables[macro.Variable] = at.First;
        if (macro.Second.Length > 0) _variables[macro.Second] = at.Second;
        return Of(body);
    }
}

using Kybernet.ApiServer.Expressions.Values;

namespace Kybernet.ApiServer.Expressions.Types;

/// <summary>
/// What an expression comes to as far as anybody knows before it is evaluated, and what in it cannot be right. What is not known is not complained
/// about. Upstream: cel-go's <c>checker</c>.
/// </summary>
/// <param name="names">What the expression can ask of.</param>
internal sealed class TypeCheck(IReadOnlyDictionary<string, StaticType> names)
{
    private readonly Dictionary<string, StaticType> _variables = new(StringComparer.Ordinal);
    private readonly List<(int At, string Message)> _issues = [];

    /// <summary>Its type; null with what is wrong, as upstream's compiler shows it.</summary>
    public static StaticType? Of(string text, IReadOnlyDictionary<string, StaticType> names, out string problem)
    {
        if (Expression.Read(text, out problem) is not { } expression) return null;
        var check = new TypeCheck(names);
        var type = check.Of(expression.Root);
        if (check._issues.Count == 0) return type;
        problem = string.Join('\n', check._issues.OrderBy(static issue => issue.At).Select(issue => Expression.Show(text, issue.At, issue.Message)));
        return null;
    }

    private StaticType Of(ExpressionNode node) => node switch
    {
        ExpressionNode.Literal literal => StaticType.Of(literal.Value),
        ExpressionNode.Name name => OfName(name.Value, name.At),
        ExpressionNode.Select select => OfSelect(select),
        ExpressionNode.Conditional conditional => OfConditional(conditional),
        ExpressionNode.Call call => OfCall(call),
        ExpressionNode.List list => OfList(list),
        ExpressionNode.Map map => OfMap(map),
        ExpressionNode.Macro macro => OfMacro(macro),
        ExpressionNode.Message message => OfMessage(message),
        ExpressionNode.Optional optional => OfOptional(optional),
        _ => StaticType.Dyn,
    };

    private StaticType OfName(string name, int at)
    {
        if (_variables.TryGetValue(name, out var type) || names.TryGetValue(name, out type)) return type;
        if (!TypeValue.IsKnown(name)) _issues.Add((at, $"undeclared reference to '{name}' (in container '')"));
        return StaticType.Dyn;
    }

    private StaticType OfSelect(ExpressionNode.Select select)
    {
        var target = Of(select.Target);
        var field = target.IsMap ? target.Element : target.FieldOf(select.Field);
        if (field is null && target.IsObject) _issues.Add((select.At, $"undefined field '{select.Field}'"));
        else if (field is null && !target.IsDyn) _issues.Add((select.At, $"type '{target.Name}' does not support field selection"));
        return select.IsTest ? StaticType.Bool : field ?? StaticType.Dyn;
    }

    private StaticType OfConditional(ExpressionNode.Conditional conditional)
    {
        Of(conditional.Test);
        var (then, other) = (Of(conditional.Then), Of(conditional.Else));
        return then.Name == other.Name ? then : StaticType.Dyn;
    }

    private StaticType OfCall(ExpressionNode.Call call)
    {
        var target = call.Target is null ? null : Of(call.Target);
        StaticType[] arguments = [.. call.Arguments.Select(Of)];
        if (!FunctionNames.Has(call.Function, target is not null, arguments.Length))
        {
            _issues.Add((call.At, $"undeclared reference to '{call.Function}' (in container '')"));
            return StaticType.Dyn;
        }

        if (FunctionTypes.Of(call.Function, target, arguments) is { } type) return type;
        var given = $"({string.Join(", ", arguments.Select(static argument => argument.Name))})";
        var applied = target is null ? given : $"{target.Name}.{given}";
        _issues.Add((call.At, $"found no matching overload for '{FunctionTypes.Shown(call.Function)}' applied to '{applied}'"));
        return StaticType.Dyn;
    }

    private StaticType OfList(ExpressionNode.List list)
    {
        var items = list.Items.Select(Of).ToList();
        return StaticType.List(items.Count > 0 && items.TrueForAll(item => item.Name == items[0].Name) ? items[0] : StaticType.Dyn);
    }

    private StaticType OfMap(ExpressionNode.Map map)
    {
        foreach (var (key, _) in map.Entries) Of(key);
        var values = map.Entries.Select(entry => Of(entry.Value)).ToList();
        return StaticType.Map(values.Count > 0 && values.TrueForAll(value => value.Name == values[0].Name) ? values[0] : StaticType.Dyn);
    }

    private StaticType OfMacro(ExpressionNode.Macro macro)
    {
        var target = Of(macro.Target);
        var item = target.IsList ? target.Element! : target.IsMap ? StaticType.String : StaticType.Dyn;
        var (hidden, hiddenSecond) = (_variables.GetValueOrDefault(macro.Variable), _variables.GetValueOrDefault(macro.Second));
        _variables[macro.Variable] = macro.Second.Length > 0 && target.IsList ? StaticType.Int : item;
        if (macro.Second.Length > 0) _variables[macro.Second] = target.Element ?? StaticType.Dyn;
        if (macro.Filter is not null) Of(macro.Filter);
        var body = Of(macro.Body);
        Restore(macro.Variable, hidden);
        Restore(macro.Second, hiddenSecond);
        return macro.Kind switch
        {
            "all" or "exists" or "exists_one" => StaticType.Bool,
            "filter" => target.IsList ? target : StaticType.Dyn,
            "map" or "transformList" => StaticType.List(body),
            _ => StaticType.Dyn,
        };
    }

    private void Restore(string variable, StaticType? hidden)
    {
        if (hidden is not null) _variables[variable] = hidden;
        else _variables.Remove(variable);
    }

    private StaticType OfMessage(ExpressionNode.Message message)
    {
        OfName(message.Type.Split('.')[0], message.At);
        foreach (var (_, value) in message.Fields) Of(value);
        return StaticType.Object(message.Type, static _ => StaticType.Dyn);
    }

    private StaticType OfOptional(ExpressionNode.Optional optional)
    {
        Of(optional.Value);
        return StaticType.Dyn;
    }
}

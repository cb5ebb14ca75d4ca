using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions;

namespace Kybernet.ApiServer.CustomResources.Rules;

/// <summary>Whether the fields a rule names are in the schema. What is no field of <c>self</c> is not looked at: it is found when the rule is asked.</summary>
internal sealed class RuleFields
{
    private readonly Dictionary<string, JSONSchemaProps?> _names = [];
    private readonly bool _isRoot;
    private readonly JSONSchemaProps _self;

    private RuleFields(JSONSchemaProps self, bool isRoot)
    {
        (_self, _isRoot) = (self, isRoot);
        _names["self"] = self;
        _names["oldSelf"] = self;
    }

    /// <summary>The first field that is not there; null for none.</summary>
    /// <param name="rule">A rule.</param>
    /// <param name="self">Of what it is a rule.</param>
    /// <param name="isRoot">That is the whole object, which has fields no schema has to name.</param>
    public static string? Undefined(Expression rule, JSONSchemaProps self, bool isRoot)
    {
        var fields = new RuleFields(self, isRoot);
        fields.Visit(rule.Root);
        return fields.Missing;
    }

    private string? Missing { get; set; }

    /// <summary>The schema of what the part is; null for one that nobody knows.</summary>
    private JSONSchemaProps? Visit(ExpressionNode? node)
    {
        switch (node)
        {
            case ExpressionNode.Name name: return _names.GetValueOrDefault(name.Value);
            case ExpressionNode.Select select: return FieldOf(Visit(select.Target), select.Field);
            case ExpressionNode.Call { Function: "[]", Arguments: [var target, var index] }:
                Visit(index);
                return Visit(target) is { } inner ? inner.Items?.Schema ?? inner.AdditionalProperties?.Schema : null;
            case ExpressionNode.Call call:
                Visit(call.Target);
                foreach (var argument in call.Arguments) Visit(argument);
                return null;
            case ExpressionNode.Conditional conditional:
                Visit(conditional.Test);
                Visit(conditional.Then);
                Visit(conditional.Else);
                return null;
            case ExpressionNode.List list:
                foreach (var item in list.Items) Visit(item);
                return null;
            case ExpressionNode.Map map:
                foreach (var (key, value) in map.Entries) (_, _) = (Visit(key), Visit(value));
                return null;
            case ExpressionNode.Macro macro: return VisitMacro(macro);
            default: return null;
        }
    }

    private JSONSchemaProps? VisitMacro(ExpressionNode.Macro macro)
    {
        var target = Visit(macro.Target);
        var isHiding = _names.Remove(macro.Variable, out var hidden);
        _names[macro.Variable] = macro.Second.Length > 0 ? null : target?.Items?.Schema;
        var isHidingSecond = _names.Remove(macro.Second, out var hiddenSecond);
        if (macro.Second.Length > 0) _names[macro.Second] = target?.Items?.Schema ?? target?.AdditionalProperties?.Schema;
        Visit(macro.Filter);
        Visit(macro.Body);
        _names.Remove(macro.Second);
        if (isHidingSecond) _names[macro.Second] = hiddenSecond;
        _names.Remove(macro.Variable);
        if (isHiding) _names[macro.Variable] = hidden;
        return macro.Kind == "filter" ? target : null;
    }

    private JSONSchemaProps? FieldOf(JSONSchemaProps? schema, string field)
    {
        if (schema is null || schema.Type != "object" || schema.XKubernetesEmbeddedResource || schema.XKubernetesIntOrString) return null;
        if (schema.AdditionalProperties is { } additional) return additional.Schema;
        if (_isRoot && ReferenceEquals(schema, _self) && field is "apiVersion" or "kind" or "metadata") return null;
        foreach (var (name, property) in schema.Properties)
            if (SelfValue.NameOf(name) == field) return property;
        if (schema.XKubernetesPreserveUnknownFields != true) Missing ??= field;
        return null;
    }
}

using System.Collections.Frozen;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources.Rules;

/// <summary>
/// The rules in CEL of a schema, read once: a tree of the parts that have some. Upstream: <c>apiserver/schema/cel/validation.go</c>.
/// </summary>
internal sealed class ObjectRules
{
    private readonly JSONSchemaProps _schema;
    private readonly ListOf<CompiledRule> _rules;

    // What another server has stored and this one cannot evaluate; "" for none. Nobody could say that a value keeps it.
    private readonly string _unreadable;
    private readonly FrozenDictionary<string, ObjectRules> _properties;
    private readonly ObjectRules? _additional;
    private readonly ObjectRules? _items;

    private ObjectRules(JSONSchemaProps schema)
    {
        _schema = schema;
        var read = schema.XKubernetesValidations.Select(static rule => (rule.Rule, Compiled: CompiledRule.Read(rule))).ToList();
        _rules = read.Select(static one => one.Compiled).OfType<CompiledRule>().ToListOf();
        _unreadable = read.Find(static one => one.Compiled is null).Rule?.Trim() ?? "";
        _properties = schema.Properties.Select(static property => (property.Key, Rules: Of(property.Value)))
            .Where(static one => one.Rules is not null).ToFrozenDictionary(static one => one.Key, static one => one.Rules!);
        _additional = Of(schema.AdditionalProperties?.Schema);
        _items = Of(schema.Items?.Schema);
    }

    private bool IsEmpty => _rules.IsEmpty && _unreadable.Length == 0 && _properties.Count == 0 && _additional is null && _items is null;

    /// <summary>Null for a schema without rules.</summary>
    public static ObjectRules? Of(JSONSchemaProps? schema) =>
        schema is not null && new ObjectRules(schema) is { IsEmpty: false } rules ? rules : null;

    /// <summary>What the object breaks.</summary>
    /// <param name="errors">Where that is put.</param>
    /// <param name="now">The object.</param>
    /// <param name="before">What it was; null when it is new.</param>
    public void Check(FieldErrorList errors, JsonValue now, JsonValue? before) =>
        Check(new(errors, new(ExpressionBudget.PerObject)), FieldPath.None, now, before, before is { } old && old == now);

    /// <param name="pass">What the whole check shares.</param>
    /// <param name="path">Of the part.</param>
    /// <param name="now">The part; rules say nothing of null.</param>
    /// <param name="before">What it was; null when it is new, or nobody can say which part it was.</param>
    /// <param name="isUnchanged">It, or where nobody can say the part around it, is what it was: only rules about the change can be broken.</param>
    private void Check(Pass pass, FieldPath path, JsonValue now, JsonValue? before, bool isUnchanged)
    {
        if (now.IsNull || pass.IsOver) return;
        Evaluate(pass, path, now, before, isUnchanged);
        if (now.Kind == JsonKind.Array && _items is not null) CheckItems(pass, path, now, before, isUnchanged);
        if (now.Kind != JsonKind.Object) return;
        var members = _schema.XKubernetesMapType == "atomic" ? default : before?.Members ?? default;
        foreach (var (name, member) in now.Members)
        {
            if (pass.IsOver) return;
            var old = members.TryGetValue(name, out var found) ? found : (JsonValue?)null;
            var stays = old is { } same ? same == member : isUnchanged;
            if (_properties.TryGetValue(name, out var property)) property.Check(pass, path.Child(name), member, old, stays);
            else _additional?.Check(pass, path.Key(name), member, old, stays);
        }
    }

    /// <summary>Items of a list that is a map are known by their keys; of others nobody can say which they were.</summary>
    private void CheckItems(Pass pass, FieldPath path, JsonValue now, JsonValue? before, bool isUnchanged)
    {
        var old = new Dictionary<JsonValue, JsonValue>();
        if (_schema.XKubernetesListType == "map" && before is { } was)
            foreach (var item in was.Items) old.TryAdd(ListItemRules.KeyOf(item, _schema.XKubernetesListMapKeys), item);
        for (var i = 0; i < now.Items.Count && !pass.IsOver; i++)
        {
            var item = now.Items[i];
            JsonValue? found = null;
            if (old.Count > 0 && old.TryGetValue(ListItemRules.KeyOf(item, _schema.XKubernetesListMapKeys), out var same)) found = same;
            _items!.Check(pass, path.Index(i), item, found, found is { } known ? known == item : isUnchanged);
        }
    }

    private void Evaluate(Pass pass, FieldPath path, JsonValue now, JsonValue? before, bool isUnchanged)
    {
        if (_unreadable.Length > 0 && !isUnchanged)
            pass.Errors.Add(FieldError.Invalid(path, _schema.Type, $"rule compile error: this server cannot evaluate the rule: {_unreadable}"));
        if (_rules.IsEmpty) return;
        var names = new Dictionary<string, JsonValue> { ["self"] = SelfValue.Of(now, _schema) };
        if (before is { IsNull: false } old) names["oldSelf"] = SelfValue.Of(old, _schema);
        foreach (var rule in _rules)
        {
            if (rule.UsesOldSelf ? !rule.TakesNoOldSelf && !names.ContainsKey("oldSelf") : isUnchanged) continue;
            if (pass.Budget.IsSpent)
            {
                pass.End(FieldError.Invalid(
                    path, _schema.Type, "validation failed due to running out of cost budget, no further validation rules will be run"));
                return;
            }

            var asked = rule.TakesNoOldSelf ? WithOptionalOldSelf(names) : names;
            var result = rule.Condition.Evaluate(asked, pass.Budget);
            if (result.Truth == true) continue;
            if (result.Error == ExpressionBudget.Exceeded)
            {
                pass.End(FieldError.Invalid(path, _schema.Type, rule.Failure(result)));
                return;
            }

            pass.Errors.Add(result.IsError
                ? FieldError.Invalid(path, _schema.Type, rule.Failure(result))
                : rule.Broken(path, Shown(now), asked, pass.Budget));
        }
    }

    private static Dictionary<string, JsonValue> WithOptionalOldSelf(Dictionary<string, JsonValue> names) => new(names)
    {
        ["oldSelf"] = JsonValue.FromForeign(names.TryGetValue("oldSelf", out var old) ? new OptionalValue(old) : OptionalValue.None),
    };

    private FieldValue Shown(JsonValue value) => _schema.Type is "object" or "array" ? FieldValue.Omitted : JsonText.Shown(value);

    private sealed class Pass(FieldErrorList errors, ExpressionBudget budget)
    {
        public FieldErrorList Errors => errors;

        public ExpressionBudget Budget => budget;

        /// <summary>There is nothing left to spend.</summary>
        public bool IsOver { get; private set; }

        public void End(FieldError error)
        {
            errors.Add(error);
            IsOver = true;
        }
    }
}

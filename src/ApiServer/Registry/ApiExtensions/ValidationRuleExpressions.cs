using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources.Rules;
using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// Rules in CEL: what is no expression, and what this server cannot evaluate yet. Rules that nobody would keep are refused: who wrote them relies on
/// them. Upstream: <c>ValidateCustomResourceDefinitionOpenAPISchema</c>.
/// </summary>
internal static class ValidationRuleExpressions
{
    private const string Yet = "is not supported in rules by this server yet: it would store objects that break them";

    /// <summary>Rules another server has stored are kept as they are.</summary>
    public static void Validate(FieldErrorList errors, CustomResourceDefinitionSpec spec, CustomResourceDefinitionSpec? old)
    {
        var known = new HashSet<ValidationRule>();
        foreach (var version in old?.Versions ?? [])
            SchemaWalk.Any(version.Schema?.OpenAPIV3Schema, schema =>
            {
                known.UnionWith(schema.XKubernetesValidations);
                return false;
            });
        // One schema that all versions have is one of the whole definition.
        var (path, hoisted) = (FieldPath.Of("spec"), HoistedSpec.Of(spec));
        Walk(errors, path.Child("validation").Child("openAPIV3Schema"), hoisted.Validation?.OpenAPIV3Schema, null, known, isRoot: true);
        for (var i = 0; i < hoisted.Versions.Count; i++)
        {
            var at = path.Child("versions").Index(i).Child("schema").Child("openAPIV3Schema");
            Walk(errors, at, hoisted.Versions[i].Schema?.OpenAPIV3Schema, null, known, isRoot: true);
        }
    }

    /// <param name="errors">Where problems are put.</param>
    /// <param name="path">Of the schema.</param>
    /// <param name="schema">A schema.</param>
    /// <param name="unmatched">The list or map around it whose parts nobody can find again in what was; null for none.</param>
    /// <param name="known">Rules that are not asked about.</param>
    /// <param name="isRoot">It is the schema of the whole object, which has fields no schema has to name.</param>
    private static void Walk(
        FieldErrorList errors, FieldPath path, JSONSchemaProps? schema, FieldPath? unmatched, HashSet<ValidationRule> known, bool isRoot = false)
    {
        if (schema is null) return;
        for (var i = 0; i < schema.XKubernetesValidations.Count; i++)
        {
            var rule = schema.XKubernetesValidations[i];
            if (!string.IsNullOrWhiteSpace(rule.Rule) && !known.Contains(rule))
                Check(errors, path.Child("x-kubernetes-validations").Index(i), rule, schema, unmatched, isRoot);
        }

        var ofItems = unmatched ?? (schema.XKubernetesListType == "map" ? null : path);
        var ofMembers = unmatched ?? (schema.XKubernetesMapType == "atomic" ? path : null);
        Walk(errors, path.Child("items"), schema.Items?.Schema, ofItems, known);
        Walk(errors, path.Child("additionalProperties"), schema.AdditionalProperties?.Schema, ofMembers, known);
        foreach (var (name, property) in schema.Properties) Walk(errors, path.Child("properties").Key(name), property, ofMembers, known);
    }

    private static void Check(FieldErrorList errors, FieldPath path, ValidationRule rule, JSONSchemaProps self, FieldPath? unmatched, bool isRoot)
    {
        var usesOldSelf = Compile(errors, path.Child("rule"), rule.Rule, self, isRoot);
        if (!string.IsNullOrWhiteSpace(rule.MessageExpression)) Compile(errors, path.Child("messageExpression"), rule.MessageExpression, self, isRoot);
        if (usesOldSelf && unmatched is not null)
        {
            errors.Add(FieldError.Invalid(
                path.Child("rule"), rule.Rule, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {unmatched}"));
        }

        if (rule.OptionalOldSelf is { } optional && !usesOldSelf)
            errors.Add(FieldError.Invalid(path.Child("optionalOldSelf"), optional, "may not be set if oldSelf is not used in rule"));
    }

    /// <summary>Whether it asks what was.</summary>
    private static bool Compile(FieldErrorList errors, FieldPath path, string text, JSONSchemaProps self, bool isRoot)
    {
        if (Expression.Read(text, out var problem) is not { } expression)
        {
            errors.Add(FieldError.Invalid(path, text, $"compilation failed: {problem}"));
            return false;
        }

        var needs = expression.Needs();
        if (needs.Unsupported.Length > 0) errors.Add(FieldError.Forbidden(path, $"{needs.Unsupported} {Yet}"));
        foreach (var name in needs.Names.Keys.Except(["self", "oldSelf"]).Order(StringComparer.Ordinal))
            errors.Add(FieldError.Invalid(path, text, $"compilation failed: undeclared reference to '{name}' (in container '')"));
        if (RuleFields.Undefined(expression, self, isRoot) is { } field)
            errors.Add(FieldError.Invalid(path, text, $"compilation failed: undefined field '{field}'"));
        return needs.Names.ContainsKey("oldSelf");
    }
}

using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions.Types;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>
/// What in the expressions of a policy cannot be right for the kinds it names: it only warns. Upstream: <c>policy/validating/typechecking.go</c>.
/// </summary>
/// <param name="find">The resource of a name; null when it is not served.</param>
/// <param name="findKind">The resource of a kind.</param>
/// <param name="schemaOf">Of a custom resource; null for none.</param>
internal sealed class PolicyTypeCheck(
    Func<GroupVersionResource, Resource?> find, Func<GroupVersionKind, Resource?> findKind, Func<ResourceInfo, JSONSchemaProps?> schemaOf)
{
    private const int MostTypes = 10;

    public ListOf<ExpressionWarning> Check(ValidatingAdmissionPolicySpec spec)
    {
        var kinds = KindsOf(spec);
        if (kinds.Count == 0) return [];
        var warnings = new List<ExpressionWarning>();
        var path = FieldPath.Of("spec").Child("validations");
        for (var i = 0; i < spec.Validations.Count; i++)
        {
            Check(warnings, path.Index(i).Child("expression"), spec.Validations[i].Expression, spec, kinds);
            if (spec.Validations[i].MessageExpression.Length > 0)
                Check(warnings, path.Index(i).Child("messageExpression"), spec.Validations[i].MessageExpression, spec, kinds);
        }

        return warnings.ToListOf();
    }

    private void Check(List<ExpressionWarning> warnings, FieldPath path, string text, ValidatingAdmissionPolicySpec spec, List<Resource> kinds)
    {
        var parameters = ParametersOf(spec.ParamKind);
        var found = new List<string>();
        foreach (var kind in kinds)
        {
            var variables = new Dictionary<string, StaticType>(StringComparer.Ordinal);
            var names = AdmissionTypes.Names(TypeOf(kind), parameters, variables);
            foreach (var variable in spec.Variables)
                variables[variable.Name] = TypeCheck.Of(variable.Expression, names, out _) ?? StaticType.Dyn;
            if (TypeCheck.Of(text, names, out var problem) is null) found.Add($"{kind.Info.Kind}: {problem}\n");
        }

        if (found.Count > 0) warnings.Add(new() { FieldRef = path.ToString(), Warning = string.Join('\n', found) });
    }

    /// <summary>What rules name without a wildcard, in the order of their names.</summary>
    private List<Resource> KindsOf(ValidatingAdmissionPolicySpec spec)
    {
        var kinds = new Dictionary<GroupVersionKind, Resource>();
        foreach (var rule in spec.MatchConstraints?.ResourceRules ?? [])
        {
            if (rule.ApiGroups.Contains("*") || rule.ApiVersions.Contains("*")) continue;
            foreach (var group in rule.ApiGroups)
                foreach (var version in rule.ApiVersions)
                    foreach (var name in rule.Resources.Where(static name => !name.AsSpan().ContainsAny('*', '/')))
                        if (kinds.Count < MostTypes && find(new(group, version, name)) is { } resource) kinds.TryAdd(resource.Info.Kind, resource);
        }

        return [.. kinds.Values.OrderBy(static kind => kind.Info.Kind.ToString(), StringComparer.Ordinal)];
    }

    private StaticType? ParametersOf(ParamKind? kind)
    {
        if (kind is null) return null;
        return findKind(GroupVersionKind.FromApiVersionAndKind(kind.ApiVersion, kind.Kind)) is { } resource ? TypeOf(resource) : StaticType.Dyn;
    }

    private StaticType TypeOf(Resource resource)
    {
        var (info, type) = (resource.Info, resource.Ownership.Type);
        if (!info.IsCustom) return StaticType.Of(type, info.Kind.Kind);
        var meta = type.Map?.Find("metadata") is { } metadata ? StaticType.Of(metadata.Type, "ObjectMeta") : StaticType.Dyn;
        return SchemaTypes.OfRoot(schemaOf(info), info.Kind.Kind, meta);
    }
}

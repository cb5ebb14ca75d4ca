namespace Kybernet.ApiServer.Expressions.Types;

/// <summary>The types of what the expressions of policies can ask of. Upstream: <c>admission/plugin/cel/compile.go</c>.</summary>
internal static class AdmissionTypes
{
    private static readonly StaticType s_text = StaticType.String;

    private static readonly StaticType s_kind = Of("kubernetes.GroupVersionKind", ("group", s_text), ("version", s_text), ("kind", s_text));

    private static readonly StaticType s_resource =
        Of("kubernetes.GroupVersionResource", ("group", s_text), ("version", s_text), ("resource", s_text));

    private static readonly StaticType s_user = Of(
        "kubernetes.UserInfo", ("username", s_text), ("uid", s_text), ("groups", StaticType.List(s_text)), ("extra", StaticType.Map(StaticType.List(s_text))));

    private static readonly StaticType s_request = Of(
        "kubernetes.AdmissionRequest", ("kind", s_kind), ("resource", s_resource), ("subResource", s_text), ("requestKind", s_kind),
        ("requestResource", s_resource), ("requestSubResource", s_text), ("name", s_text), ("namespace", s_text), ("operation", s_text),
        ("userInfo", s_user), ("dryRun", StaticType.Bool), ("options", StaticType.Dyn));

    private static readonly StaticType s_space = Of(
        "kubernetes.Namespace",
        ("metadata", Of(
            "kubernetes.NamespaceMetadata", ("name", s_text), ("generateName", s_text), ("namespace", s_text), ("labels", StaticType.Map(s_text)),
            ("annotations", StaticType.Map(s_text)), ("UID", s_text), ("creationTimestamp", StaticType.Timestamp),
            ("deletionGracePeriodSeconds", StaticType.Int), ("deletionTimestamp", StaticType.Timestamp), ("generation", StaticType.Int),
            ("resourceVersion", s_text), ("finalizers", StaticType.List(s_text)))),
        ("spec", Of("kubernetes.NamespaceSpec", ("finalizers", StaticType.List(s_text)))),
        ("status", Of("kubernetes.NamespaceStatus", ("conditions", StaticType.List(StaticType.Dyn)), ("phase", s_text))));

    /// <param name="object">Of the object.</param>
    /// <param name="parameters">Of the parameters; null for a policy without.</param>
    /// <param name="variables">Of variables; more may be put there later.</param>
    public static Dictionary<string, StaticType> Names(StaticType @object, StaticType? parameters, IReadOnlyDictionary<string, StaticType> variables)
    {
        var names = new Dictionary<string, StaticType>(StringComparer.Ordinal)
        {
            ["object"] = @object,
            ["oldObject"] = @object,
            ["request"] = s_request,
            ["namespaceObject"] = s_space,
            ["authorizer"] = StaticType.Dyn,
            ["variables"] = StaticType.Object("kubernetes.variables", name => variables.GetValueOrDefault(name)),
        };
        if (parameters is not null) names["params"] = parameters;
        return names;
    }

    private static StaticType Of(string name, params (string Name, StaticType Type)[] fields)
    {
        var types = fields.ToDictionary(static field => field.Name, static field => field.Type, StringComparer.Ordinal);
        return StaticType.Object(name, field => types.GetValueOrDefault(field));
    }
}

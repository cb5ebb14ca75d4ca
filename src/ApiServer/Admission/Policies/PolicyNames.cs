using Kybernet.ApiServer.Admission.Access;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>
/// What the expressions of a policy can ask of. Its variables are evaluated when the first expression asks for them, and then known.
/// Upstream: <c>admission/plugin/cel</c>, <c>composition.go</c>.
/// </summary>
internal sealed class PolicyNames : IForeignValue, IForeignFields
{
    private readonly AdmissionPolicy _policy;
    private readonly AccessQuestions _access;
    private readonly Dictionary<string, Evaluated> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly ExpressionBudget _budget;

    /// <param name="policy">Whose variables.</param>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Null for none.</param>
    /// <param name="budget">Of what variables may cost.</param>
    /// <param name="hasNamespace">Conditions do not see the namespace.</param>
    public PolicyNames(AdmissionPolicy policy, PolicyRequest request, JsonValue parameters, ExpressionBudget budget, bool hasNamespace = true)
    {
        (_policy, _access, _budget) = (policy, request.Access, budget);
        All = new Dictionary<string, JsonValue>(StringComparer.Ordinal)
        {
            ["object"] = request.Object,
            ["oldObject"] = request.OldObject,
            ["request"] = JsonValue.FromForeign(new RequestValue(request)),
            ["params"] = parameters,
            ["namespaceObject"] = hasNamespace ? request.Namespace : JsonValue.Null,
            ["authorizer"] = JsonValue.FromForeign(new AuthorizerValue(request.Access, request.Attributes)),
            ["variables"] = JsonValue.FromForeign(this),
        };
    }

    public IReadOnlyDictionary<string, JsonValue> All { get; }

    public string Type => "kubernetes.variables";

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => null;

    public Evaluated? Find(string field)
    {
        if (_known.TryGetValue(field, out var known)) return known;
        if (!_policy.Variables.TryGetValue(field, out var text)) return null;
        // Validation only takes variables that ask for those before them.
        if (!_underWay.Add(field)) return Evaluated.Fail($"composited variable \"{field}\" fails to evaluate: it asks for itself");
        var value = text.EvaluateBare(this, _budget);
        _underWay.Remove(field);
        if (value.IsError) value = Evaluated.Fail($"composited variable \"{field}\" fails to evaluate: {value.Error}");
        // What waits for an answer is asked again.
        if (!_access.IsWaiting) _known[field] = value;
        return value;
    }

    /// <summary>The request, which is only put together when somebody asks.</summary>
    private sealed record RequestValue(PolicyRequest Request) : IForeignValue, IForeignFields
    {
        public string Type => "kubernetes.AdmissionRequest";

        public Evaluated? Call(string method, ListOf<JsonValue> arguments) => null;

        public Evaluated? Find(string field) => Request.Review.Members.TryGetValue(field, out var value) ? Evaluated.Of(value) : null;
    }
}

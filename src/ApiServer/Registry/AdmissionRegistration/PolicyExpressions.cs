using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Expressions.Types;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>The expressions of a policy: whether they are some, and ask only for what there is. Upstream: <c>validateCELCondition</c>.</summary>
internal sealed class PolicyExpressions
{
    private readonly FieldErrorList _errors;
    private readonly IReadOnlySet<string> _stored;
    private readonly Dictionary<string, StaticType> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StaticType> _names;

    /// <param name="errors">Where problems are put.</param>
    /// <param name="parameters">The policy's kind of parameters; null for none.</param>
    /// <param name="stored">Expressions that are stored already: another server may have taken what this one would not.</param>
    public PolicyExpressions(FieldErrorList errors, ParamKind? parameters, IReadOnlySet<string> stored)
    {
        (_errors, _stored) = (errors, stored);
        _names = AdmissionTypes.Names(StaticType.Dyn, parameters is null ? null : StaticType.Dyn, _variables);
    }

    /// <summary>Declares a variable for the expressions that come after it.</summary>
    public void Variable(FieldPath path, Variable variable) => _variables[variable.Name] = Check(path, variable.Expression, _names) ?? StaticType.Dyn;

    public void Condition(FieldPath path, string text) => Check(path, text, _names, "bool");

    /// <summary>What says something to users must not depend on who they are.</summary>
    public void Message(FieldPath path, string text) => Check(path, text, Without("authorizer"), "string");

    public void Annotation(FieldPath path, string text) => Check(path, text, _names, "string", "null");

    public void Mutation(FieldPath path, string text, bool isPatch)
    {
        var names = new Dictionary<string, StaticType>(_names, StringComparer.Ordinal) { ["Object"] = StaticType.Dyn, ["JSONPatch"] = StaticType.Dyn };
        Check(path, text, names, isPatch ? "list(JSONPatch)" : "Object");
    }

    private Dictionary<string, StaticType> Without(string name)
    {
        var names = new Dictionary<string, StaticType>(_names, StringComparer.Ordinal);
        names.Remove(name);
        return names;
    }

    private StaticType? Check(FieldPath path, string text, Dictionary<string, StaticType> names, params ReadOnlySpan<string> wanted)
    {
        var type = TypeCheck.Of(text, names, out var problem);
        if (_stored.Contains(text)) return type;
        if (type is null) _errors.Add(FieldError.Invalid(path, text, $"compilation failed: {problem}"));
        else if (!wanted.IsEmpty && !type.Name.Contains("dyn", StringComparison.Ordinal) && !wanted.Contains(type.Name))
            _errors.Add(FieldError.Invalid(path, text, Mismatch(wanted, type)));
        return type;
    }

    private static string Mismatch(ReadOnlySpan<string> wanted, StaticType type) => wanted.Length == 1
        ? $"must evaluate to {wanted[0]} but got {type.Name}"
        : $"must evaluate to one of [{string.Join(' ', wanted.ToArray())}] but got {type.Name}";
}

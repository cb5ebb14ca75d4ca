using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>A node selector term ready to match: all of its conditions must hold. Upstream: <c>corev1/nodeaffinity</c>.</summary>
public sealed class NodeTerm
{
    private readonly SelectorRequirement[] _labels;
    private readonly (bool IsEqual, string Name)[] _names;

    private NodeTerm(SelectorRequirement[] labels, (bool IsEqual, string Name)[] names, string? error)
    {
        _labels = labels;
        _names = names;
        Error = error;
    }

    /// <summary>What is wrong with it; such a term matches nothing.</summary>
    public string? Error { get; }

    /// <summary>Null for a term without conditions, which matches nothing and does not count.</summary>
    public static NodeTerm? Of(NodeSelectorTerm term)
    {
        if (term.MatchExpressions.IsEmpty && term.MatchFields.IsEmpty) return null;
        var errors = new FieldErrorList();
        var labels = new List<SelectorRequirement>();
        foreach (var expression in term.MatchExpressions)
        {
            if (OperatorOf(expression.Operator) is not { } known)
                errors.Add(FieldError.Invalid(FieldPath.Of("operator"), expression.Operator, "not a valid selector operator"));
            else if (SelectorRequirement.TryCreate(expression.Key, known, expression.Values, FieldPath.None, errors, out var requirement))
                labels.Add(requirement);
        }

        var names = new List<(bool, string)>();
        foreach (var field in term.MatchFields)
        {
            if (field.Operator is not ("In" or "NotIn") || field.Values.Count != 1 || field.Key != "metadata.name")
                errors.Add(FieldError.Invalid(FieldPath.Of("matchFields"), field.Key, "must be metadata.name with In or NotIn and one value"));
            else
                names.Add((field.Operator == "In", field.Values[0]));
        }

        return new([.. labels], [.. names], errors.IsEmpty ? null : errors.Aggregate());
    }

    public bool Matches(Node node)
    {
        if (Error is not null) return false;
        foreach (ref readonly var requirement in _labels.AsSpan())
            if (!requirement.Matches(node.Metadata.Labels)) return false;
        foreach (var (isEqual, name) in _names)
            if (name == node.Metadata.Name != isEqual) return false;
        return true;
    }

    private static SelectorOperator? OperatorOf(string name) => name switch
    {
        "In" => SelectorOperator.In,
        "NotIn" => SelectorOperator.NotIn,
        "Exists" => SelectorOperator.Exists,
        "DoesNotExist" => SelectorOperator.DoesNotExist,
        "Gt" => SelectorOperator.GreaterThan,
        "Lt" => SelectorOperator.LessThan,
        _ => null,
    };
}

/// <summary>Node selector terms of which one must match.</summary>
public sealed class NodeTerms(ListOf<NodeSelectorTerm> terms)
{
    private readonly NodeTerm[] _terms = [.. terms.Select(NodeTerm.Of).OfType<NodeTerm>()];

    public bool Matches(Node node)
    {
        foreach (var term in _terms)
            if (term.Matches(node)) return true;
        return false;
    }
}

/// <summary>What a pod demands of its node: <c>nodeSelector</c> and required node affinity.</summary>
public sealed class RequiredNodes
{
    private readonly MapOf<string> _selector;
    private readonly NodeTerms? _terms;

    private RequiredNodes(MapOf<string> selector, NodeTerms? terms)
    {
        _selector = selector;
        _terms = terms;
    }

    public static RequiredNodes Of(Pod pod) => new(
        pod.Spec.NodeSelector,
        pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is { } required ? new(required.NodeSelectorTerms) : null);

    public bool Matches(Node node)
    {
        foreach (var (key, value) in _selector)
            if (node.Metadata.Labels.GetValueOrDefault(key) != value) return false;
        return _terms is null || _terms.Matches(node);
    }
}

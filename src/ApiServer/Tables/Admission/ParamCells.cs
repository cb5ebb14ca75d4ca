using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Tables.Admission;

/// <summary>The parameters of admission policies.</summary>
internal static class ParamCells
{
    public static ListOf<TableColumn> BindingColumns { get; } =
    [
        Column.Name,
        Column.Text("PolicyName", "The policy that is bound."),
        Column.Text("ParamRef", "The policy's parameters."),
        Column.Age,
    ];

    public static string Kind(ParamKind? kind) => kind is null ? Cell.Unset : $"{kind.ApiVersion}/{kind.Kind}";

    /// <summary>
    /// <c>namespace/name</c>; a star for the namespace of the object that is looked at; a selector as Go code would show it.
    /// </summary>
    public static string Reference(ParamRef? reference)
    {
        if (reference is null) return Cell.Unset;
        if (reference.Name.Length > 0) return $"{Cell.Or(reference.Namespace, "*")}/{reference.Name}";
        return reference.Selector is { } selector ? GoText(selector) : Cell.Unset;
    }

    private static string GoText(LabelSelector selector)
    {
        var labels = string.Concat(selector.MatchLabels.Select(label => $"{label.Key}: {label.Value},"));
        var expressions = string.Concat(selector.MatchExpressions.Select(term =>
            $"LabelSelectorRequirement{{Key:{term.Key},Operator:{term.Operator},Values:[{string.Join(' ', term.Values)}],}},"));
        return $"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}";
    }
}

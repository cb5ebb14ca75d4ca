using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>Upstream: <c>validateNodeTaints</c>.</summary>
internal static class TaintRules
{
    /// <summary>Where upstream reports taints of the spec.</summary>
    private static readonly FieldPath s_taints = FieldPath.Of("metadata").Child("taints");

    /// <summary>Values, and that key and effect together are unique; keys and effects of the spec are rules of the schema.</summary>
    public static void CheckUnique(ListOf<Taint> taints, FieldErrorList errors) => Check(taints, s_taints, errors);

    /// <summary>Taints in an annotation: everything about them.</summary>
    public static void CheckAll(ListOf<Taint> taints, FieldPath path, FieldErrorList errors)
    {
        for (var i = 0; i < taints.Count; i++) taints[i].Validate(errors, path.Index(i));
        Check(taints, path, errors);
    }

    private static void Check(ListOf<Taint> taints, FieldPath path, FieldErrorList errors)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < taints.Count; i++)
        {
            var taint = taints[i];
            if (QualifiedNames.IsValidLabelValue(taint.Value) is { IsEmpty: false } problems)
                errors.Add(FieldError.Invalid(path.Index(i).Child("value"), taint.Value, string.Join(';', problems)));
            if (seen.Add((taint.Key, taint.Effect))) continue;
            errors.Add(FieldError.Duplicate(path.Index(i), Shown(taint)) with { Detail = "taints must be unique by key and effect pair" });
        }
    }

    /// <summary>Upstream shows its internal type.</summary>
    private static FieldValue Shown(Taint taint)
    {
        var added = taint.TimeAdded is { } time ? QuotedText.Json(time.ToString()) : "null";
        return FieldValue.Json(
            $$"""{"Key":{{QuotedText.Json(taint.Key)}},"Value":{{QuotedText.Json(taint.Value)}},"""
            + $"\"Effect\":{QuotedText.Json(taint.Effect)},\"TimeAdded\":{added}}}");
    }
}

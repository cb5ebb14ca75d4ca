using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>The topologies a class is allowed in: no key twice in a term, no term twice. Upstream: <c>validateAllowedTopologies</c>.</summary>
internal static class AllowedTopologyRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<TopologySelectorTerm> terms)
    {
        var seen = new List<Dictionary<string, HashSet<string>>>();
        for (var i = 0; i < terms.Count; i++)
        {
            var at = path.Index(i).Child("matchLabelExpressions");
            var term = Collect(errors, at, terms[i]);
            // Upstream compares with as many absent terms as there are terms, too, and an empty term equals each of these.
            var equals = seen.Count(other => AreEqual(other, term)) + (term.Count == 0 ? terms.Count : 0);
            for (var n = 0; n < equals; n++) errors.Add(FieldError.Duplicate(at, ""));
            seen.Add(term);
        }
    }

    private static Dictionary<string, HashSet<string>> Collect(FieldErrorList errors, FieldPath path, TopologySelectorTerm term)
    {
        var collected = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        for (var i = 0; i < term.MatchLabelExpressions.Count; i++)
        {
            var (key, values) = (term.MatchLabelExpressions[i].Key, term.MatchLabelExpressions[i].Values);
            var set = new HashSet<string>(StringComparer.Ordinal);
            for (var j = 0; j < values.Count; j++)
                if (!set.Add(values[j])) errors.Add(FieldError.Duplicate(path.Index(i).Child("values").Index(j), values[j]));
            if (collected.ContainsKey(key)) errors.Add(FieldError.Duplicate(path.Index(i).Child("key"), key));
            collected[key] = set;
        }

        return collected;
    }

    private static bool AreEqual(Dictionary<string, HashSet<string>> one, Dictionary<string, HashSet<string>> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var values) && values.SetEquals(entry.Value));
}

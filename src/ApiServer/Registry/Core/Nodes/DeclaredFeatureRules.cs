using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>The features a kubelet declares: names, sorted, each once. Upstream: <c>validateNodeDeclaredFeatures</c>.</summary>
internal static class DeclaredFeatureRules
{
    private const string Form =
        "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), "
        + "and contain only alphanumeric characters and slashes";

    public static void Check(ListOf<string> features, FieldPath path, FieldErrorList errors)
    {
        for (var i = 0; i < features.Count; i++)
        {
            var name = features[i];
            var problem = name.Length > DnsNames.SubdomainMaxLength ? ValidationMessages.MaxLengthInCharacters(DnsNames.SubdomainMaxLength)
                : IsFeature(name) ? null : Form;
            if (problem is not null)
                errors.Add(FieldError.Invalid(path.Index(i), name, $"invalid feature name {QuotedText.Of(name)}: {problem}"));
            if (i + 1 == features.Count) continue;
            var next = features[i + 1];
            var order = Utf8Order.Compare(name, next);
            if (order == 0) errors.Add(FieldError.Duplicate(path.Index(i + 1), next));
            else if (order > 0) errors.Add(FieldError.Invalid(path.Index(i + 1), next, "list must be sorted alphabetically"));
        }
    }

    private static bool IsFeature(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterUpper(name[0])) return false;
        foreach (var segment in name.Split('/'))
            if (segment.Length == 0 || !char.IsAsciiLetter(segment[0]) || !segment.All(char.IsAsciiLetterOrDigit)) return false;
        return true;
    }
}

using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Labels whose value is taken from the pod itself: <c>matchLabelKeys</c> and <c>mismatchLabelKeys</c>.</summary>
internal static class LabelKeyRules
{
    /// <summary>When this runs, what the keys select has been added to the selector once: a key found twice was there before.</summary>
    public static void Check(
        FieldErrorList errors, FieldPath path, ListOf<string> matchKeys, ListOf<string> mismatchKeys, LabelSelector? selector)
    {
        Keys(errors, path.Child("matchLabelKeys"), matchKeys, selector);
        Keys(errors, path.Child("mismatchLabelKeys"), mismatchKeys, selector);
        if (selector is not null && !matchKeys.IsEmpty)
        {
            var seen = selector.MatchLabels.Keys.ToHashSet(StringComparer.Ordinal);
            foreach (var expression in selector.MatchExpressions)
                if (!seen.Add(expression.Key) && matchKeys.IndexOf(expression.Key) is var index and >= 0)
                    errors.Reject(path.Index(index), expression.Key, "exists in both matchLabelKeys and labelSelector");
        }

        for (var i = 0; i < matchKeys.Count; i++)
            if (mismatchKeys.Contains(matchKeys[i]))
                errors.Reject(path.Child("matchLabelKeys").Index(i), matchKeys[i], "exists in both matchLabelKeys and mismatchLabelKeys");
    }

    /// <summary>The rule from before the keys were added to the selector.</summary>
    public static void CheckLegacy(FieldErrorList errors, FieldPath path, ListOf<string> matchKeys, LabelSelector? selector)
    {
        if (matchKeys.IsEmpty) return;
        if (selector is null) errors.Forbid(path, "must not be specified when labelSelector is not set");
        for (var i = 0; i < matchKeys.Count; i++)
        {
            var key = matchKeys[i];
            MetadataRules.LabelName(errors, path.Index(i), key);
            if (selector is null) continue;
            if (selector.MatchLabels.ContainsKey(key) || selector.MatchExpressions.Any(expression => expression.Key == key))
                errors.Reject(path.Index(i), key, "exists in both matchLabelKeys and labelSelector");
        }
    }

    private static void Keys(FieldErrorList errors, FieldPath path, ListOf<string> keys, LabelSelector? selector)
    {
        if (keys.IsEmpty) return;
        if (selector is null) errors.Forbid(path, "must not be specified when labelSelector is not set");
        else
            for (var i = 0; i < keys.Count; i++) MetadataRules.LabelName(errors, path.Index(i), keys[i]);
    }
}

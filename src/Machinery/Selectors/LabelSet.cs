using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>Sets of labels as text. Upstream: <c>labels/labels.go</c>.</summary>
public static class LabelSet
{
    /// <summary>
    /// <c>a=1,b=2</c>, which the selector parser reads. Sorted by the whole of <c>key=value</c>, which is not the order of the
    /// keys: <c>a-b=1</c> comes before <c>a=1</c>.
    /// </summary>
    public static string Format(MapOf<string> labels)
    {
        if (labels.IsEmpty) return "";
        var parts = new string[labels.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = $"{labels.AsSpan()[i].Key}={labels.AsSpan()[i].Value}";
        Array.Sort(parts, Utf8Order.Comparer);
        return string.Join(',', parts);
    }

    /// <summary>As <see cref="Format"/>, with <c>&lt;none&gt;</c> for no labels: what tables and descriptions show.</summary>
    public static string FormatOrNone(MapOf<string> labels) => labels.IsEmpty ? "<none>" : Format(labels);

    /// <summary>Reads <c>a=1, b=2</c>; only <c>=</c> is allowed, and blanks around keys and values are dropped.</summary>
    public static bool TryParse(string text, FieldPath path, out MapOf<string> labels, [NotNullWhen(false)] out string? error)
    {
        labels = MapOf<string>.Empty;
        error = null;
        if (text.Length == 0) return true;
        foreach (var term in text.Split(','))
        {
            var parts = term.Split('=');
            error = parts.Length == 2 ? Check(path, parts[0].Trim(), parts[1].Trim()) : $"invalid selector: [{string.Join(' ', parts)}]";
            if (error is not null) return false;
            labels = labels.SetItem(parts[0].Trim(), parts[1].Trim());
        }

        return true;
    }

    /// <summary>True when the two sets give a key different values.</summary>
    public static bool Conflicts(MapOf<string> left, MapOf<string> right)
    {
        foreach (var (key, value) in left)
            if (right.TryGetValue(key, out var other) && other != value) return true;
        return false;
    }

    /// <summary>Both sets together; where both have a key, <paramref name="right"/> wins.</summary>
    public static MapOf<string> Merge(MapOf<string> left, MapOf<string> right) =>
        MapOf<string>.Adopt([.. left.AsSpan(), .. right.AsSpan()]);

    private static string? Check(FieldPath path, string key, string value)
    {
        var errors = new FieldErrorList();
        LabelChecks.Key(errors, path, key);
        if (errors.IsEmpty) LabelChecks.Value(errors, path, key, value);
        return errors.IsEmpty ? null : errors[0].ToString();
    }
}

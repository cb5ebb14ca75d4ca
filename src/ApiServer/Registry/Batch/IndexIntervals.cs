using System.Globalization;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Indexes of a job as text: <c>1,3-5,7</c>, growing. Upstream: <c>validateIndexesFormat</c>.</summary>
internal static class IndexIntervals
{
    /// <summary>What is wrong with the text; null when nothing is.</summary>
    /// <param name="completions">The number of indexes there are.</param>
    /// <param name="total">How many indexes the text names; 0 for one that is wrong.</param>
    public static string? Problem(string text, int completions, out int total)
    {
        total = 0;
        if (text.Length == 0) return null;
        int? last = null;
        var sum = 0;
        foreach (var part in text.Split(','))
        {
            if (Parse(part, completions, out var first, out var end) is { } problem) return problem;
            if (last >= first) return $"non-increasing order, previous: {last}, current: {first}";
            sum += end - first + 1;
            last = end;
        }

        total = sum;
        return null;
    }

    /// <summary>The first index that both texts name; null when they have none in common. Malformed intervals are passed over.</summary>
    public static int? Overlap(string left, string right, int completions)
    {
        if (left.Length == 0 || right.Length == 0) return null;
        var (lefts, rights) = (Intervals(left, completions), Intervals(right, completions));
        var (i, j) = (0, 0);
        while (i < lefts.Count && j < rights.Count)
        {
            if (lefts[i].First <= rights[j].End && rights[j].First <= lefts[i].End) return Math.Max(lefts[i].First, rights[j].First);
            if (lefts[i].First <= rights[j].First) i++;
            else j++;
        }

        return null;
    }

    private static List<(int First, int End)> Intervals(string text, int completions)
    {
        var intervals = new List<(int, int)>();
        foreach (var part in text.Split(','))
            if (Parse(part, completions, out var first, out var end) is null) intervals.Add((first, end));
        return intervals;
    }

    private static string? Parse(string part, int completions, out int first, out int end)
    {
        var limits = part.Split('-');
        (first, end) = (0, 0);
        if (limits.Length > 2)
            return $"the fragment {QuotedText.Of(part)} violates the requirement that an index interval can have at most two parts "
                + "separated by '-'";
        if (Index(limits[0], completions, out first) is { } problem) return problem;
        end = first;
        if (limits.Length == 1) return null;
        if (Index(limits[1], completions, out end) is { } endProblem) return endProblem;
        return first >= end ? $"non-increasing order, previous: {first}, current: {end}" : null;
    }

    private static string? Index(string text, int completions, out int index)
    {
        index = 0;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return $"cannot convert string to integer for index: {QuotedText.Of(text)}";
        if (number >= completions) return $"too large index: {QuotedText.Of(text)}";
        index = (int)number;
        return null;
    }
}

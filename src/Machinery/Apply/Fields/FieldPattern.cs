namespace Kybernet.Machinery.Apply.Fields;

/// <summary>A pattern for paths, in which a step may stand for any. Matches every path that begins as the pattern says.</summary>
/// <remarks>Where a step could be any or a certain one, any wins and the certain one's own branch is not looked at, as upstream.</remarks>
public sealed class FieldPattern
{
    // Null stands for any step. No branches: everything below matches.
    private readonly List<(PathElement? Step, FieldPattern Below)> _branches = [];

    private FieldPattern()
    {
    }

    /// <summary>The pattern of one path; a null step stands for any.</summary>
    public static FieldPattern Prefix(params ReadOnlySpan<PathElement?> steps)
    {
        var pattern = new FieldPattern();
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            var above = new FieldPattern();
            above._branches.Add((steps[i], pattern));
            pattern = above;
        }

        return pattern;
    }

    internal static FieldPattern Merge(ReadOnlySpan<FieldPattern> patterns)
    {
        if (patterns.IsEmpty) return new();
        var merged = patterns[0];
        foreach (var pattern in patterns[1..]) merged = merged.With(pattern);
        return merged;
    }

    internal FieldSet Select(FieldSet fields)
    {
        if (_branches.Count == 0) return fields;
        var selected = new FieldSet();
        foreach (var member in fields.Members)
            if (Find(member) is not null) selected.InsertMember(member);
        foreach (var child in fields.Children)
            if (Find(child.Step)?.Select(child.Fields) is { IsEmpty: false } below) selected.SetChild(child.Step, below);
        return selected;
    }

    private FieldPattern? Find(PathElement step)
    {
        foreach (var (pattern, below) in _branches)
            if (pattern is null || pattern == step) return below;
        return null;
    }

    private FieldPattern With(FieldPattern other)
    {
        if (_branches.Count == 0 || other._branches.Count == 0) return new();
        var merged = new FieldPattern();
        merged._branches.AddRange(_branches);
        foreach (var (step, below) in other._branches)
        {
            var at = merged._branches.FindIndex(branch => branch.Step == step);
            if (at >= 0) merged._branches[at] = (step, merged._branches[at].Below.With(below));
            else if (step is null) merged._branches.Insert(0, (step, below));
            else merged._branches.Add((step, below));
        }

        return merged;
    }
}

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>Which fields a way into a resource lets its users own: all but some, or some only. Upstream: <c>fieldpath.Filter</c>.</summary>
public abstract class FieldFilter
{
    private protected FieldFilter()
    {
    }

    /// <summary>The fields that may be owned, of those of the set.</summary>
    public abstract FieldSet Filter(FieldSet fields);

    /// <summary>The fields that may not be owned, where the filter is made of such; else null.</summary>
    internal virtual FieldSet? Excluded => null;

    /// <summary>All fields but these and what is below them.</summary>
    public static FieldFilter AllBut(params ReadOnlySpan<PathElement[]> paths) => new Excluding(FieldSet.Of(paths));

    /// <summary>The fields that match one of the patterns, and what is below them.</summary>
    public static FieldFilter Only(params ReadOnlySpan<FieldPattern> patterns) => new Including(FieldPattern.Merge(patterns));

    private sealed class Excluding(FieldSet excluded) : FieldFilter
    {
        internal override FieldSet Excluded => excluded;

        public override FieldSet Filter(FieldSet fields) => fields.RecursiveDifference(excluded);
    }

    private sealed class Including(FieldPattern pattern) : FieldFilter
    {
        public override FieldSet Filter(FieldSet fields) => pattern.Select(fields);
    }
}

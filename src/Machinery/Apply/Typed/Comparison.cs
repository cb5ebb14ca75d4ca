using Kybernet.Machinery.Apply.Fields;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>How one object differs from another; no path is in two of the sets.</summary>
/// <param name="Removed">Paths that only the first object has.</param>
/// <param name="Modified">Paths of both that differ in value.</param>
/// <param name="Added">Paths that only the second object has.</param>
internal sealed record Comparison(FieldSet Removed, FieldSet Modified, FieldSet Added)
{
    public bool IsSame => Removed.IsEmpty && Modified.IsEmpty && Added.IsEmpty;

    public Comparison Filter(FieldFilter? filter) =>
        filter is null ? this : new(filter.Filter(Removed), filter.Filter(Modified), filter.Filter(Added));
}

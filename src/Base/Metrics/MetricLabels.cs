namespace Kybernet.Base.Metrics;

/// <summary>The values of a series' labels, in the order of their names; at most eight. Missing ones are empty.</summary>
public readonly record struct MetricLabels(
    string First = "", string Second = "", string Third = "", string Fourth = "", string Fifth = "", string Sixth = "", string Seventh = "", string Eighth = "")
{
    public string this[int index] => (index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        3 => Fourth,
        4 => Fifth,
        5 => Sixth,
        6 => Seventh,
        _ => Eighth,
    }) ?? "";
}

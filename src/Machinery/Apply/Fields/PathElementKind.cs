namespace Kybernet.Machinery.Apply.Fields;

/// <summary>What a step of a path goes by.</summary>
public enum PathElementKind : byte
{
    /// <summary>No step: what a list item without the keys it needs becomes. Sorts last.</summary>
    None,
    Field,
    Key,
    Value,
    Index,
}

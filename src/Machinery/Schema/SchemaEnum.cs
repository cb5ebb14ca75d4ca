namespace Kybernet.Machinery.Schema;

/// <summary>The values of a string: a closed set, or well-known values among others.</summary>
public sealed class SchemaEnum
{
    public SchemaEnum(string name, bool isOpen, IReadOnlyList<string> values)
    {
        Name = name;
        IsOpen = isOpen;
        Values = values;
    }

    public string Name { get; }

    /// <summary>Other values may occur.</summary>
    public bool IsOpen { get; }

    public IReadOnlyList<string> Values { get; }
}

namespace Kybernet.Machinery.Json;

/// <summary>What a <see cref="JsonValue"/> is. Integers and other numbers are apart, as upstream keeps int64 and float64 apart.</summary>
public enum JsonKind : byte
{
    Null,
    Bool,
    Integer,
    Double,
    String,
    Array,
    Object,

    /// <summary>Of a type JSON has not, for who computes with values: it is equal as it says itself, and is written as its text.</summary>
    Foreign,
}

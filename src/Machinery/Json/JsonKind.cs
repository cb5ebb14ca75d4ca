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
}

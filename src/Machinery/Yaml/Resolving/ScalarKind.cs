namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>What a scalar is once resolved.</summary>
internal enum ScalarKind : byte
{
    Null,
    Bool,
    Int,

    /// <summary>An integer above the range of <see cref="Int"/>, up to 64 bits.</summary>
    UInt,
    Float,
    Timestamp,
    Text,
}

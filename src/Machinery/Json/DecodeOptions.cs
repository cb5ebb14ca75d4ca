namespace Kybernet.Machinery.Json;

/// <summary>How objects are read from bytes, in either format.</summary>
public sealed record DecodeOptions
{
    /// <summary>Lenient, without a string pool.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>Where repeating strings are shared; none when null.</summary>
    public StringPool? Pool { get; init; }

    /// <summary>The deepest nesting accepted. Upstream's limit is 10,000; no API type nests deeper than its user wrote it.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>The largest document accepted, in bytes.</summary>
    public int MaxBytes { get; init; } = 512 << 20;
}

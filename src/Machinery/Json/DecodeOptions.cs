namespace Kybernet.Machinery.Json;

/// <summary>How objects are read from bytes, in either format.</summary>
public sealed record DecodeOptions
{
    /// <summary>Lenient, sharing nothing.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>Lenient, with pools of its own: what a server makes one of and reads all its objects with.</summary>
    public static DecodeOptions Sharing() => new() { Pool = new StringPool(), Records = new RecordPool() };

    /// <summary>Where repeating strings are shared; none when null.</summary>
    public StringPool? Pool { get; init; }

    /// <summary>Where repeating records are shared; none when null.</summary>
    public RecordPool? Records { get; init; }

    /// <summary>The deepest nesting accepted. Upstream's limit is 10,000; no API type nests deeper than its user wrote it.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>The largest document accepted, in bytes.</summary>
    public int MaxBytes { get; init; } = 512 << 20;
}

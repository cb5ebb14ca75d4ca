namespace Kybernet.Machinery.Yaml;

/// <summary>The part of a source that holds one document; <paramref name="Line"/> is that of its first byte, from 1.</summary>
internal readonly record struct DocumentSource(ReadOnlyMemory<byte> Bytes, int Line);

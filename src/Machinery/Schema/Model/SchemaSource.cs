namespace Kybernet.Machinery.Schema;

/// <summary>Hands out bytes that live in the program's image.</summary>
public delegate ReadOnlySpan<byte> StaticBytes();

/// <summary>The text of one schema file, embedded in the program and read when it is first needed.</summary>
/// <param name="Id">The file's name without extension: <c>apps.v1</c>.</param>
/// <param name="Utf8">The text.</param>
public sealed record SchemaSource(string Id, StaticBytes Utf8);

namespace Kybernet.Machinery.Json;

/// <summary>The bytes of a value that was looked for in a <see cref="RecordPool"/> and not found; none by default.</summary>
internal readonly record struct SharedKey(int Start, int Length, int Hash);

/// <summary>A run of protobuf fields with the same tag.</summary>
/// <param name="Key">The bytes from the first item to the end; none when they are not to be shared.</param>
/// <param name="Count">How many fields stand together, for the size of their array.</param>
/// <param name="End">Where the run ends; its beginning when some of it is cut off, and then only one field is read at a time.</param>
internal readonly record struct SharedRun(SharedKey Key, int Count, int End);

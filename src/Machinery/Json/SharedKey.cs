namespace Kybernet.Machinery.Json;

/// <summary>The bytes of a value that was looked for in a <see cref="RecordPool"/> and not found; none by default.</summary>
internal readonly record struct SharedKey(int Start, int Length, int Hash);

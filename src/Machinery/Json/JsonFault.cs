namespace Kybernet.Machinery.Json;

/// <summary>What was wrong with a JSON document.</summary>
/// <param name="Offset">The offset in bytes where it was noticed.</param>
/// <param name="Message">In upstream's words.</param>
/// <param name="GoType">The type the value should have had, when the value was of the wrong type.</param>
public sealed record JsonFault(int Offset, string Message, string? GoType = null);

using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Printers.JsonPaths;

/// <summary>A path, or a value.</summary>
internal sealed record Operand(IReadOnlyList<Step>? Path, JsonValue Literal);

/// <summary>A part of a template: text, the values of a path, or a loop over them.</summary>
internal sealed record Part(string Text, IReadOnlyList<Step>? Path, IReadOnlyList<Part>? Body);

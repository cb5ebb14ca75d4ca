namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>The bytes of a scalar within the document's <see cref="TextBuffer"/>.</summary>
internal readonly record struct TextRange(int Start, int Length);

namespace Kybernet.Machinery.Schema;

/// <summary>Hands out the documentation of a type: UTF-8 lines of field, tab, text, the type's own with an empty field.</summary>
/// <param name="qualifiedName">The type: <c>apps.v1.Deployment</c>. Empty bytes answer for an unknown one.</param>
public delegate ReadOnlySpan<byte> SchemaDocs(string qualifiedName);

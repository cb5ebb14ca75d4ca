namespace Kybernet.Machinery.Selectors;

/// <summary>
/// The fields of an object that field selectors of its kind may name. Implemented by structs, so matching allocates nothing.
/// </summary>
public interface IFieldLookup
{
    /// <summary>The field's value as text; empty when the object has no such field.</summary>
    string Get(string field);
}

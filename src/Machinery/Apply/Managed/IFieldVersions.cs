using Kybernet.Machinery.Apply.Typed;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>Converts objects between the versions in which their managers wrote them.</summary>
public interface IFieldVersions
{
    /// <summary>
    /// Converts an object that is in one <c>apiVersion</c> to another; false when the version is not served any more, and its
    /// managers are then forgotten.
    /// </summary>
    bool TryConvert(TypedValue value, string from, string to, out TypedValue converted);
}

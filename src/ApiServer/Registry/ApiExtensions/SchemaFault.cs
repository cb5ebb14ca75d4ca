using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>One way in which a value does not fit its schema.</summary>
/// <param name="Name">Where, from the value: <c>spec.list[0]</c>; may begin with a dot, as upstream's.</param>
/// <param name="Message">Upstream's words, by which faults are told apart.</param>
/// <param name="ToError">The error at a path.</param>
internal sealed record SchemaFault(string Name, string Message, Func<FieldPath, FieldError> ToError)
{
    public FieldError At(FieldPath root)
    {
        var name = Name.StartsWith('.') ? Name[1..] : Name;
        return ToError(name.Length == 0 ? root : root.Child(name));
    }
}

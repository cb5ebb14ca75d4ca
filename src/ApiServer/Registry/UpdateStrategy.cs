using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>The rules of changing an object through one door: the resource itself, or one subresource such as <c>status</c>.</summary>
/// <remarks>
/// Pure: a strategy reads nothing but its arguments and changes nothing. The generic path around it keeps the server's own
/// metadata (uid, creationTimestamp, resourceVersion, generation, deletion, managedFields), checks ObjectMeta, and stores.
/// Upstream: <c>rest.RESTUpdateStrategy</c>.
/// </remarks>
public abstract class UpdateStrategy<T>
    where T : class, IObject<T>
{
    /// <summary>
    /// Puts back what this door may not change (the status on a spec update, the spec on a status update), drops fields of
    /// features that are off, and raises <c>metadata.generation</c> where upstream does.
    /// </summary>
    public virtual T PrepareForUpdate(T value, T old, WriteContext context) => value;

    /// <summary>Reports what is wrong with the change: rules across fields, and what must not change. The path of a field starts at the
    /// object's root.</summary>
    public virtual void ValidateUpdate(T value, T old, FieldErrorList errors)
    {
    }

    /// <summary>Adds upstream's warnings about what is allowed but unwise.</summary>
    public virtual void WarnOnUpdate(T value, T old, ICollection<string> warnings)
    {
    }
}

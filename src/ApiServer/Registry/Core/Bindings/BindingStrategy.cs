using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Bindings;

/// <summary>Bindings are only posted, to a pod: nothing is stored. Upstream: <c>ValidatePodBinding</c>.</summary>
public sealed class BindingStrategy : Strategy<Binding>
{
    /// <summary>Upstream checks no more of the name than every object's.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsPathSegment(name, prefix);

    public override void Validate(Binding value, FieldErrorList errors)
    {
        var path = FieldPath.Of("target");
        if (value.Target.Kind is not ("" or "Node"))
            errors.Add(FieldError.NotSupported(path.Child("kind"), value.Target.Kind, ["Node", "<empty>"]));
        if (value.Target.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), ""));
    }
}

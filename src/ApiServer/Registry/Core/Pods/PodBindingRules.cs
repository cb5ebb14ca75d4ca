using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the scheduler may ask for when it binds a pod. Upstream: <c>ValidatePodBinding</c>.</summary>
public static class PodBindingRules
{
    public static void Check(FieldErrorList errors, Binding binding)
    {
        var path = FieldPath.Of("target");
        if (binding.Target.Kind is not ("" or "Node"))
            errors.Add(FieldError.NotSupported(path.Child("kind"), binding.Target.Kind, ["Node", "<empty>"]));
        if (binding.Target.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), ""));
    }
}

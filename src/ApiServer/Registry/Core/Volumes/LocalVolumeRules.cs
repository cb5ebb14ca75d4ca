using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Directories and disks of a node.</summary>
internal static class LocalVolumeRules
{
    public static void Local(LocalVolumeSource source, PersistentVolumeSpec spec, FieldPath path, FieldErrorList errors)
    {
        NoBacksteps(source.Path, path.Child("path"), errors);
        if (spec.NodeAffinity is null)
            errors.Add(FieldError.Required(FieldPath.Of("spec").Child("nodeAffinity"), "Local volume requires node affinity"));
    }

    public static void NoBacksteps(string value, FieldPath path, FieldErrorList errors)
    {
        if (value.Split('/').Contains("..")) errors.Add(FieldError.Invalid(path, value, "must not contain '..'"));
    }
}

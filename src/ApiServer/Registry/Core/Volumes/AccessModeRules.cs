using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>The access modes of volumes and claims; whether there must be one is for the caller.</summary>
public static class AccessModeRules
{
    public static void Check(ListOf<string> modes, FieldPath path, FieldErrorList errors)
    {
        var (alone, others) = (false, false);
        foreach (var mode in modes)
        {
            EnumRules.Supported(errors, path, mode, PersistentVolumeAccessMode.Values);
            if (mode == PersistentVolumeAccessMode.ReadWriteOncePod) alone = true;
            else others |= PersistentVolumeAccessMode.Values.Contains(mode);
        }

        if (alone && others) errors.Add(FieldError.Forbidden(path, "may not use ReadWriteOncePod with other access modes"));
    }
}

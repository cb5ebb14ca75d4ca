using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Files made of the keys of ConfigMaps and Secrets.</summary>
internal static class ObjectVolumeRules
{
    public static void Files(FieldErrorList errors, FieldPath path, int? defaultMode, ListOf<KeyToPath> items)
    {
        PathRules.FileMode(errors, path.Child("defaultMode"), defaultMode);
        for (var i = 0; i < items.Count; i++) File(errors, path.Child("items").Index(i), items[i]);
    }

    public static void File(FieldErrorList errors, FieldPath path, KeyToPath item)
    {
        PathRules.LocalNonReserved(errors, path.Child("path"), item.Path);
        PathRules.FileMode(errors, path.Child("mode"), item.Mode);
    }
}

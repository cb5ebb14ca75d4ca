using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Names of iSCSI, and the secret that authentication needs. Upstream: <c>validateISCSIPersistentVolumeSource</c>.</summary>
internal static partial class IscsiRules
{
    private const int MaxNameAndPortal = 64;

    public static void Check(ISCSIPersistentVolumeSource source, string volume, FieldPath path, FieldErrorList errors)
    {
        if (source.InitiatorName is not null && volume.Length + 1 + source.TargetPortal.Length > MaxNameAndPortal)
            errors.Add(FieldError.Invalid(
                path.Child("targetportal"), source.TargetPortal,
                "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified."));
        if (source.Iqn.Length > 0) CheckName(source.Iqn, path.Child("iqn"), errors);
        if ((source.ChapAuthDiscovery || source.ChapAuthSession) && source.SecretRef is null)
            errors.Add(FieldError.Required(path.Child("secretRef"), ""));
        if (source.SecretRef is { Name: "" }) errors.Add(FieldError.Required(path.Child("secretRef").Child("name"), ""));
        if (source.InitiatorName is { } initiator) CheckName(initiator, path.Child("initiatorname"), errors);
    }

    private static void CheckName(string name, FieldPath path, FieldErrorList errors)
    {
        var isValid = name switch
        {
            _ when name.StartsWith("iqn", StringComparison.Ordinal) => Iqn().IsMatch(name),
            _ when name.StartsWith("eui", StringComparison.Ordinal) => Eui().IsMatch(name),
            _ when name.StartsWith("naa", StringComparison.Ordinal) => Naa().IsMatch(name),
            _ => false,
        };
        if (!isValid) errors.Add(FieldError.Invalid(path, name, "must be valid format"));
    }

    [GeneratedRegex(@"iqn\.[0-9]{4}-[0-9]{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\t\n\f\r ]+)\z")]
    private static partial Regex Iqn();

    [GeneratedRegex(@"^eui.[A-Za-z0-9]{16}\z")]
    private static partial Regex Eui();

    [GeneratedRegex(@"^naa.[A-Za-z0-9]{32}\z")]
    private static partial Regex Naa();
}

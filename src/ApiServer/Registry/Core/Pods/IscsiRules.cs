using System.Text;
using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>iSCSI volumes: the names of targets and initiators (RFC 3720, section 3.2.6).</summary>
internal static partial class IscsiRules
{
    private const int MaxNameLength = 64;

    public static void Check(FieldErrorList errors, FieldPath path, ISCSIVolumeSource iscsi)
    {
        if (iscsi.Iqn.Length > 0) Name(errors, path.Child("iqn"), iscsi.Iqn);
        if ((iscsi.ChapAuthDiscovery || iscsi.ChapAuthSession) && iscsi.SecretRef is null) errors.Demand(path.Child("secretRef"));
        if (iscsi.InitiatorName is { } initiator) Name(errors, path.Child("initiatorname"), initiator);
    }

    /// <summary>The kubelet makes an interface of the volume's name and the portal.</summary>
    public static void VolumeName(FieldErrorList errors, FieldPath path, ISCSIVolumeSource iscsi, string volumeName)
    {
        if (iscsi.InitiatorName is not null && Encoding.UTF8.GetByteCount($"{volumeName}:{iscsi.TargetPortal}") > MaxNameLength)
            errors.Reject(
                path, volumeName,
                "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.");
    }

    private static void Name(FieldErrorList errors, FieldPath path, string name)
    {
        var expression = name switch
        {
            ['i', 'q', 'n', ..] => Iqn(),
            ['e', 'u', 'i', ..] => Eui(),
            ['n', 'a', 'a', ..] => Naa(),
            _ => null,
        };
        if (expression is null) errors.Reject(path, name, "must be valid format starting with iqn, eui, or naa");
        else if (!expression.IsMatch(name)) errors.Reject(path, name, "must be valid format");
    }

    [GeneratedRegex(@"iqn\.[0-9]{4}-[0-9]{2}\.([0-9A-Za-z\-.]+)(:[^,;*&$|\t\n\f\r ]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iqn();

    [GeneratedRegex(@"\Aeui.[0-9A-Za-z]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Eui();

    [GeneratedRegex(@"\Anaa.[0-9A-Za-z]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Naa();
}

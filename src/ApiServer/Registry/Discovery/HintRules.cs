using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Discovery;

/// <summary>Up to eight zones and eight nodes, each once. Upstream: <c>validateHints</c>.</summary>
internal static class HintRules
{
    private const int MaxHints = 8;

    public static void Check(EndpointHints hints, FieldPath path, FieldErrorList errors)
    {
        var zones = path.Child("forZones");
        if (hints.ForZones.Count > MaxHints)
        {
            errors.Add(FieldError.TooMany(zones, hints.ForZones.Count, MaxHints));
            return;
        }

        CheckNames([.. hints.ForZones.Select(zone => zone.Name)], zones, FormatRules.LabelValue, errors);
        var nodes = path.Child("forNodes");
        if (hints.ForNodes.Count > MaxHints) errors.Add(FieldError.TooMany(nodes, hints.ForNodes.Count, MaxHints));
        else CheckNames([.. hints.ForNodes.Select(node => node.Name)], nodes, FormatRules.DnsSubdomain, errors);
    }

    private static void CheckNames(string[] names, FieldPath path, Action<FieldErrorList, FieldPath, string?> rule, FieldErrorList errors)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var at = path.Index(i).Child("name");
            if (Array.IndexOf(names, names[i]) < i) errors.Add(FieldError.Duplicate(at, names[i]));
            rule(errors, at, names[i]);
        }
    }
}

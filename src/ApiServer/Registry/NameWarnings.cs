using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>Warnings about names that are allowed but make trouble later.</summary>
internal static class NameWarnings
{
    /// <summary>The name is part of hostnames, which are DNS labels.</summary>
    /// <param name="use">What it is used in.</param>
    public static void Hostname(string name, string use, ICollection<string> warnings)
    {
        if (DnsNames.IsDns1123Label(name) is { IsEmpty: false } problems)
            warnings.Add(
                $"metadata.name: this is used in {use}, which can result in surprising behavior; a DNS label is recommended: "
                + $"[{string.Join(' ', problems)}]");
    }
}

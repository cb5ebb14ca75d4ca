using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Certificates;

/// <summary>What the usages of the API are in a certificate.</summary>
/// <remarks>Upstream: certificates/authority, keyUsagesFromStrings.</remarks>
internal static class KeyUsages
{
    private static readonly FrozenDictionary<string, X509KeyUsageFlags> s_basic = new Dictionary<string, X509KeyUsageFlags>
    {
        ["signing"] = X509KeyUsageFlags.DigitalSignature,
        ["digital signature"] = X509KeyUsageFlags.DigitalSignature,
        ["content commitment"] = X509KeyUsageFlags.NonRepudiation,
        ["key encipherment"] = X509KeyUsageFlags.KeyEncipherment,
        ["key agreement"] = X509KeyUsageFlags.KeyAgreement,
        ["data encipherment"] = X509KeyUsageFlags.DataEncipherment,
        ["cert sign"] = X509KeyUsageFlags.KeyCertSign,
        ["crl sign"] = X509KeyUsageFlags.CrlSign,
        ["encipher only"] = X509KeyUsageFlags.EncipherOnly,
        ["decipher only"] = X509KeyUsageFlags.DecipherOnly,
    }.ToFrozenDictionary();

    // In the order a certificate has them.
    private static readonly (string Usage, string Oid)[] s_extended =
    [
        ("any", "2.5.29.37.0"),
        ("server auth", "1.3.6.1.5.5.7.3.1"),
        ("client auth", "1.3.6.1.5.5.7.3.2"),
        ("code signing", "1.3.6.1.5.5.7.3.3"),
        ("email protection", "1.3.6.1.5.5.7.3.4"),
        ("s/mime", "1.3.6.1.5.5.7.3.4"),
        ("ipsec end system", "1.3.6.1.5.5.7.3.5"),
        ("ipsec tunnel", "1.3.6.1.5.5.7.3.6"),
        ("ipsec user", "1.3.6.1.5.5.7.3.7"),
        ("timestamping", "1.3.6.1.5.5.7.3.8"),
        ("ocsp signing", "1.3.6.1.5.5.7.3.9"),
        ("microsoft sgc", "1.3.6.1.4.1.311.10.3.3"),
        ("netscape sgc", "2.16.840.1.113730.4.1"),
    ];

    /// <returns>Empty, or what is wrong with the usages.</returns>
    public static string Read(ListOf<string> usages, out X509KeyUsageFlags basic, out OidCollection extended)
    {
        basic = X509KeyUsageFlags.None;
        extended = [];
        List<string> unknown = [];
        foreach (var usage in usages)
        {
            if (s_basic.TryGetValue(usage, out var flag)) basic |= flag;
            else if (!Array.Exists(s_extended, entry => entry.Usage == usage)) unknown.Add(usage);
        }

        foreach (var oid in s_extended.Where(entry => usages.Contains(entry.Usage)).Select(static entry => entry.Oid).Distinct())
            extended.Add(new Oid(oid));
        return unknown.Count == 0 ? "" : $"unrecognized usage values: [{string.Join(" ", unknown.Select(static usage => $"\"{usage}\""))}]";
    }
}

using System.Globalization;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Names of pools, attributes and shares. Upstream: <c>pkg/apis/resource/validation</c>.</summary>
internal static class DeviceNames
{
    private const int MaxIdBytes = 32;
    private const int MaxDriverBytes = 63;

    /// <summary>DNS subdomains with slashes between them; that it is there and its length are the schema's rules.</summary>
    public static void Pool(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length == 0) return;
        foreach (var part in name.Split('/')) FormatRules.DnsSubdomain(errors, path, part);
    }

    /// <summary>A C identifier behind an optional domain and a slash. As upstream, nothing is said of more than one slash.</summary>
    public static void Qualified(FieldErrorList errors, FieldPath path, string name)
    {
        switch (name.Split('/'))
        {
            case [var id]:
                Id(errors, path, id);
                break;
            case [var domain, var id]:
                if (domain.Length == 0) errors.Add(FieldError.Invalid(path, "", "the domain must not be empty"));
                else
                {
                    LengthRules.MaxBytes(errors, path, domain, MaxDriverBytes);
                    FormatRules.DnsSubdomainCaseless(errors, path, domain);
                }

                if (id.Length == 0) errors.Add(FieldError.Invalid(path, "", "the name must not be empty"));
                else Id(errors, path, id);
                break;
        }
    }

    public static void FullyQualified(FieldErrorList errors, FieldPath path, string name)
    {
        Qualified(errors, path, name);
        if (!name.Contains('/', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(
                path, FieldValue.JsonString(name), "a fully qualified name must be a domain and a name separated by a slash"));
    }

    public static void Uid(FieldErrorList errors, FieldPath path, string uid)
    {
        if (Identifiers.IsUuid(uid).IsEmpty) return;
        if (uid.Length is not (32 or 36 or 38 or 45))
            errors.Add(FieldError.Invalid(
                path, uid, string.Create(CultureInfo.InvariantCulture, $"error validating uid: invalid UUID length: {uid.Length}")));
        else if (!Guid.TryParse(uid.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? uid[9..] : uid, out _))
            errors.Add(FieldError.Invalid(path, uid, "error validating uid: invalid UUID format"));
        else
            errors.Add(FieldError.Invalid(
                path, uid,
                "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters"));
    }

    private static void Id(FieldErrorList errors, FieldPath path, string id)
    {
        LengthRules.MaxBytes(errors, path, id, MaxIdBytes);
        errors.AddInvalid(path, id, Identifiers.IsCIdentifier(id));
    }
}

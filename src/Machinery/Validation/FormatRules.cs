using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>The named formats of the schema language, one method a format word. A null value passes; an empty one is checked.</summary>
public static class FormatRules
{
    public static void DnsLabel(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, DnsNames.IsDns1123Label);

    public static void DnsSubdomain(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, DnsNames.IsDns1123Subdomain);

    /// <summary>A DNS subdomain in upper or lower case: names of CSI and DRA drivers.</summary>
    public static void DnsSubdomainCaseless(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, text => DnsNames.IsDns1123Subdomain(text.ToLowerInvariant()));

    public static void Dns1035Label(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, DnsNames.IsDns1035Label);

    public static void QualifiedName(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, QualifiedNames.IsQualifiedName);

    public static void LabelValue(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, QualifiedNames.IsValidLabelValue);

    public static void PortName(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, Numbers.IsValidPortName);

    public static void PathSegmentName(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, PathSegments.IsValidPathSegmentName);

    public static void Uuid(FieldErrorList errors, FieldPath path, string? value) => Check(errors, path, value, Identifiers.IsUuid);

    /// <summary>The relaxed form: the gate that brought it is locked on in this version of the API.</summary>
    public static void EnvVarName(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, Identifiers.IsRelaxedEnvVarName);

    public static void ConfigMapKey(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, Identifiers.IsConfigMapKey);

    public static void HttpHeaderName(FieldErrorList errors, FieldPath path, string? value) =>
        Check(errors, path, value, Identifiers.IsHttpHeaderName);

    public static void Ip(FieldErrorList errors, FieldPath path, string? value)
    {
        if (value is not null) IpRules.IsValidIp(errors, path, value);
    }

    public static void Cidr(FieldErrorList errors, FieldPath path, string? value)
    {
        if (value is not null) IpRules.IsValidCidr(errors, path, value);
    }

    public static void Port(FieldErrorList errors, FieldPath path, long? value)
    {
        if (value is { } port) errors.AddInvalid(path, port, Numbers.IsValidPortNum(port));
    }

    /// <summary>Checks a string against the format a word of the schema language names.</summary>
    /// <returns>False, with nothing checked, when no format of strings has that name.</returns>
    public static bool TryCheck(FieldErrorList errors, FieldPath path, string format, string? value)
    {
        Action<FieldErrorList, FieldPath, string?>? check = format switch
        {
            "dns-label" => DnsLabel,
            "dns-subdomain" => DnsSubdomain,
            "dns1035-label" => Dns1035Label,
            "qualified-name" => QualifiedName,
            "label-value" => LabelValue,
            "port-name" => PortName,
            "ip" => Ip,
            "cidr" => Cidr,
            "path-segment-name" => PathSegmentName,
            "uuid" => Uuid,
            "env-var-name" => EnvVarName,
            "config-map-key" => ConfigMapKey,
            "http-header-name" => HttpHeaderName,
            _ => null,
        };
        check?.Invoke(errors, path, value);
        return check is not null;
    }

    private static void Check(FieldErrorList errors, FieldPath path, string? value, Func<string, ListOf<string>> check)
    {
        if (value is not null && check(value) is { IsEmpty: false } problems) errors.AddInvalid(path, value, problems);
    }
}

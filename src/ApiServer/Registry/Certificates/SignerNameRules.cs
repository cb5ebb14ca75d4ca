using System.Text;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>The name of a signer: a domain, a slash, a path (<c>example.com/name</c>). Upstream: <c>ValidateSignerName</c>.</summary>
internal static class SignerNameRules
{
    private const int MaxBytes = DnsNames.SubdomainMaxLength + 1 + DnsNames.SubdomainMaxLength + 1 + DnsNames.LabelMaxLength;

    public static void Validate(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path, ""));
            return;
        }

        var segments = name.Split('/');
        if (segments.Length != 2)
        {
            errors.Add(FieldError.Invalid(
                path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
            return;
        }

        LengthRules.MaxBytes(errors, path, segments[0], DnsNames.SubdomainMaxLength);
        ValidateLabels(errors, path, segments[0], DnsNames.IsDns1123Label);
        if (!segments[0].Contains('.', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path, segments[0], "should be a domain with at least two segments separated by dots"));
        ValidateLabels(errors, path, segments[1], DnsNames.IsDns1123Subdomain);
        if (Encoding.UTF8.GetByteCount(name) > MaxBytes) errors.Add(FieldError.TooLong(path, MaxBytes));
    }

    /// <summary>Only the first label that is wrong is reported.</summary>
    private static void ValidateLabels(
        FieldErrorList errors, FieldPath path, string segment, Func<string, Kybernet.Machinery.Collections.ListOf<string>> check)
    {
        foreach (var label in segment.Split('.'))
        {
            if (check(label) is not { IsEmpty: false } problems) continue;
            foreach (var problem in problems)
                errors.Add(FieldError.Invalid(path, segment, $"validating label {QuotedText.Of(label)}: {problem}"));
            return;
        }
    }
}

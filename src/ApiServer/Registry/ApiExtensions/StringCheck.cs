using System.Text.RegularExpressions;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>A string's length, pattern and format. Upstream: <c>stringValidator</c>, <c>formatValidator</c>.</summary>
internal static class StringCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static void Check(SchemaResult result, string value, JSONSchemaProps schema, string name)
    {
        result.Match();
        var length = value.EnumerateRunes().Count();
        if (schema.MaxLength is { } max && length > max)
            result.Add(new(
                name, $"{name} in body should be at most {max} chars long",
                path => FieldError.TooLong(path, (int)Math.Min(max, int.MaxValue))));
        else if (schema.MinLength is { } min && length < min)
            result.Add(SchemaValidator.Invalid(name, value, $"{name} in body should be at least {min} chars long"));
        else if (schema.Pattern.Length > 0 && !Matches(value, schema.Pattern))
            result.Add(SchemaValidator.Invalid(name, value, $"{name} in body should match '{schema.Pattern}'"));
        if (StringFormats.IsValid(schema.Format, value)) return;
        var message = $"{name} in body must be of type {schema.Format}: {QuotedText.Of(value)}";
        result.Add(new(name, message, path => FieldError.TypeInvalid(path, value, message)));
    }

    /// <summary>As Go matches; an expression that is the platform's not to judge, or takes too long, matches.</summary>
    private static bool Matches(string value, string pattern)
    {
        try
        {
            return Regex.IsMatch(value, pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant, s_patience);
        }
        catch (Exception failure) when (failure is RegexParseException or RegexMatchTimeoutException)
        {
            return true;
        }
    }
}

using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>JSON only a driver understands: an object of at most 10 KiB. Upstream: <c>validateRawExtension</c>.</summary>
internal static class OpaqueRules
{
    private const int MaxBytes = 10 * 1024;

    /// <param name="errors">Takes what is found.</param>
    /// <param name="path">The value's path.</param>
    /// <param name="json">The value.</param>
    /// <param name="isStored">The value was there before: its size is not looked at.</param>
    public static void Validate(FieldErrorList errors, FieldPath path, RawExtension json, bool isStored)
    {
        if (json.IsAbsent || json.Span.IsEmpty) errors.Add(FieldError.Required(path, ""));
        else if (!isStored && json.Span.Length > MaxBytes) errors.Add(FieldError.TooLong(path, MaxBytes));
        else if (!RawExtension.TryFromJson(json.Span, out _))
            errors.Add(FieldError.Invalid(path, "<value omitted>", "error parsing data as JSON: not JSON"));
        else
        {
            var text = json.Span.Trim(" \t\r\n"u8);
            if (text.SequenceEqual("null"u8)) errors.Add(FieldError.Required(path, ""));
            else if (text[0] != (byte)'{') errors.Add(FieldError.Invalid(path, "<value omitted>", "must be a valid JSON object"));
        }
    }
}

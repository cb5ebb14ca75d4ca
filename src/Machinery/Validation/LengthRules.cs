namespace Kybernet.Machinery.Validation;

/// <summary>Lengths of strings. An absent string passes. Upstream: <c>api/validate/limits.go</c>.</summary>
public static class LengthRules
{
    /// <summary>At least <paramref name="min"/> Unicode characters.</summary>
    public static void MinLength(FieldErrorList errors, FieldPath path, string? value, int min)
    {
        if (value is not null && CountRunes(value) < min) errors.Add(FieldError.TooShort(path, value, min));
    }

    /// <summary>At most <paramref name="max"/> Unicode characters.</summary>
    public static void MaxLength(FieldErrorList errors, FieldPath path, string? value, int max)
    {
        // A character is one or two UTF-16 units.
        if (value is not null && value.Length > max && CountRunes(value) > max) errors.Add(FieldError.TooLongCharacters(path, max));
    }

    /// <summary>At most <paramref name="max"/> bytes of UTF-8.</summary>
    public static void MaxBytes(FieldErrorList errors, FieldPath path, string? value, int max)
    {
        if (value is not null && ByteLength.Exceeds(value, max)) errors.Add(FieldError.TooLong(path, max));
    }

    private static int CountRunes(string value)
    {
        var count = 0;
        foreach (var _ in value.EnumerateRunes()) count++;
        return count;
    }
}

namespace Kybernet.Machinery.Validation;

/// <summary>The two texts of each <see cref="FieldErrorType"/>.</summary>
public static class FieldErrorTypes
{
    /// <summary>The reason of a status cause: <c>FieldValueRequired</c>.</summary>
    public static string ToCauseType(this FieldErrorType type) => type switch
    {
        FieldErrorType.NotFound => "FieldValueNotFound",
        FieldErrorType.Required => "FieldValueRequired",
        FieldErrorType.Duplicate => "FieldValueDuplicate",
        FieldErrorType.Invalid => "FieldValueInvalid",
        FieldErrorType.NotSupported => "FieldValueNotSupported",
        FieldErrorType.Forbidden => "FieldValueForbidden",
        FieldErrorType.TooLong => "FieldValueTooLong",
        FieldErrorType.TooMany => "FieldValueTooMany",
        FieldErrorType.TooFew => "FieldValueTooFew",
        FieldErrorType.Internal => "InternalError",
        FieldErrorType.TypeInvalid => "FieldValueTypeInvalid",
        FieldErrorType.TooShort => "FieldValueTooShort",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown field error type"),
    };

    /// <summary>How a message begins: <c>Required value</c>.</summary>
    public static string ToText(this FieldErrorType type) => type switch
    {
        FieldErrorType.NotFound => "Not found",
        FieldErrorType.Required => "Required value",
        FieldErrorType.Duplicate => "Duplicate value",
        FieldErrorType.Invalid or FieldErrorType.TypeInvalid => "Invalid value",
        FieldErrorType.NotSupported => "Unsupported value",
        FieldErrorType.Forbidden => "Forbidden",
        FieldErrorType.TooLong => "Too long",
        FieldErrorType.TooMany => "Too many",
        FieldErrorType.TooFew => "Too few",
        FieldErrorType.Internal => "Internal error",
        FieldErrorType.TooShort => "Too short",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown field error type"),
    };

    /// <summary>True when the message shows the rejected value; a value too long to be accepted is too long to be shown.</summary>
    internal static bool ShowsValue(this FieldErrorType type) => type switch
    {
        FieldErrorType.Required or FieldErrorType.Forbidden or FieldErrorType.TooLong or FieldErrorType.TooShort
            or FieldErrorType.Internal => false,
        _ => true,
    };
}

namespace Kybernet.Machinery.Statuses;

/// <summary>
/// What the <c>reason</c> of a status cause may say. Upstream: <c>apis/meta/v1/types.go</c>, and the types of field errors.
/// </summary>
public static class CauseType
{
    public const string FieldValueNotFound = "FieldValueNotFound";
    public const string FieldValueRequired = "FieldValueRequired";
    public const string FieldValueDuplicate = "FieldValueDuplicate";
    public const string FieldValueInvalid = "FieldValueInvalid";
    public const string FieldValueNotSupported = "FieldValueNotSupported";
    public const string FieldValueForbidden = "FieldValueForbidden";
    public const string FieldValueTooLong = "FieldValueTooLong";
    public const string FieldValueTooShort = "FieldValueTooShort";
    public const string FieldValueTooMany = "FieldValueTooMany";
    public const string FieldValueTooFew = "FieldValueTooFew";
    public const string FieldValueTypeInvalid = "FieldValueTypeInvalid";
    public const string InternalError = "InternalError";

    /// <summary>The answer was no Status: something between client and server may have given it.</summary>
    public const string UnexpectedServerResponse = "UnexpectedServerResponse";

    /// <summary>Another manager owns the field.</summary>
    public const string FieldManagerConflict = "FieldManagerConflict";

    /// <summary>The server has not got as far as the resource version asked for.</summary>
    public const string ResourceVersionTooLarge = "ResourceVersionTooLarge";
}

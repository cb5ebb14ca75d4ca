namespace Kybernet.Machinery.Validation;

/// <summary>What is wrong with a field. Upstream: <c>ErrorType</c> of <c>util/validation/field/errors.go</c>.</summary>
public enum FieldErrorType
{
    /// <summary>What the value refers to does not exist.</summary>
    NotFound,

    /// <summary>The value is missing or empty.</summary>
    Required,

    /// <summary>The value must be unique and is not.</summary>
    Duplicate,

    /// <summary>The value is malformed or out of bounds.</summary>
    Invalid,

    /// <summary>The value is none of a closed set.</summary>
    NotSupported,

    /// <summary>The value is well-formed but not permitted here.</summary>
    Forbidden,

    /// <summary>The string is too long.</summary>
    TooLong,

    /// <summary>The list has too many items.</summary>
    TooMany,

    /// <summary>The list has too few items.</summary>
    TooFew,

    /// <summary>The fault is not the user's.</summary>
    Internal,

    /// <summary>The value is of another type than the schema says.</summary>
    TypeInvalid,

    /// <summary>The string is too short.</summary>
    TooShort,
}

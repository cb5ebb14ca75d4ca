using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>The short words in which the rules of strategies report what is wrong.</summary>
internal static class RuleErrors
{
    extension(FieldErrorList errors)
    {
        /// <summary><see cref="FieldErrorType.Invalid"/>: the value is malformed or out of bounds.</summary>
        public void Reject(FieldPath path, FieldValue value, string detail) => errors.Add(FieldError.Invalid(path, value, detail));

        /// <summary><see cref="FieldErrorType.Required"/>: the value is missing.</summary>
        public void Demand(FieldPath path, string detail = "") => errors.Add(FieldError.Required(path, detail));

        /// <summary><see cref="FieldErrorType.Forbidden"/>: the value may not be given here.</summary>
        public void Forbid(FieldPath path, string detail) => errors.Add(FieldError.Forbidden(path, detail));

        /// <summary><see cref="FieldErrorType.NotSupported"/>: the value is none of <paramref name="supported"/>.</summary>
        public void Unsupported(FieldPath path, string value, params ReadOnlySpan<string> supported) =>
            errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(value), supported));

        /// <summary><see cref="FieldErrorType.Duplicate"/>: the value was there before.</summary>
        public void Repeated(FieldPath path, FieldValue value) => errors.Add(FieldError.Duplicate(path, value));

        /// <summary><see cref="FieldErrorType.NotFound"/>: what the value names does not exist.</summary>
        public void Unknown(FieldPath path, FieldValue value) => errors.Add(FieldError.NotFound(path, value));
    }
}

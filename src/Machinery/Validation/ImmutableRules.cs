using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Validation;

/// <summary>Fields an update may not change. Upstream: <c>ValidateImmutableField</c> of <c>api/validation/objectmeta.go</c>.</summary>
public static class ImmutableRules
{
    public static void Immutable(FieldErrorList errors, FieldPath path, string? newValue, string? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue);
    }

    public static void Immutable(FieldErrorList errors, FieldPath path, long? newValue, long? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue is { } number ? number : FieldValue.Null);
    }

    public static void Immutable(FieldErrorList errors, FieldPath path, bool? newValue, bool? oldValue)
    {
        if (newValue != oldValue) Changed(errors, path, newValue is { } flag ? flag : FieldValue.Null);
    }

    /// <summary>
    /// For values of any type with value equality. <paramref name="show"/> makes the new value's JSON; it is called only when
    /// the value changed.
    /// </summary>
    public static void Immutable<T>(FieldErrorList errors, FieldPath path, T newValue, T oldValue, Func<T, FieldValue> show)
    {
        if (!EqualityComparer<T>.Default.Equals(newValue, oldValue)) Changed(errors, path, show(newValue));
    }

    /// <summary>How a value of any type of the API is shown in an error.</summary>
    public static FieldValue Shown<T>(T value) => value switch
    {
        null => FieldValue.Null,
        string text => text,
        bool flag => flag,
        Time time => FieldValue.Of(time),
        MicroTime time => FieldValue.Of(time),
        Quantity => FieldValue.JsonString(value.ToString()),
        IntOrString { Type: IntOrStringType.String } either => FieldValue.JsonString(either.StrVal),
        IApiMessage or RawExtension => FieldValue.Json(value.ToString()!),
        ListOf<string> list => FieldValue.JsonStrings(list),
        MapOf<string> map => FieldValue.Json("{" + string.Join(",",
            map.AsSpan().ToArray().Select(entry => $"{QuotedText.Json(entry.Key)}:{QuotedText.Json(entry.Value)}")) + "}"),
        IEnumerable<IApiMessage> records => FieldValue.Json($"[{string.Join(',', records)}]"),
        _ => FieldValue.Json($"{value}"),
    };

    private static void Changed(FieldErrorList errors, FieldPath path, FieldValue newValue) =>
        errors.Add(FieldError.Invalid(path, newValue, ValidationMessages.Immutable));
}

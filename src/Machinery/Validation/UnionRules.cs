namespace Kybernet.Machinery.Validation;

/// <summary>
/// Groups of fields of which only one may be set. <c>isSet</c> says for each field, in the order of the fields, whether it
/// is. Upstream: <c>api/validate/union.go</c>, <c>zeroorone.go</c>.
/// </summary>
/// <remarks>Upstream does not look again at an update that leaves unchanged which fields are set: the caller decides that.</remarks>
public static class UnionRules
{
    /// <summary>Exactly one field is set.</summary>
    public static void OneOf(FieldErrorList errors, FieldPath path, ReadOnlySpan<string> fields, ReadOnlySpan<bool> isSet)
    {
        var count = isSet.Count(true);
        if (count == 0) errors.Add(FieldError.Invalid(path, "", $"must specify one of: {Names(fields)}"));
        if (count > 1) errors.Add(FieldError.Invalid(path, SetFields(fields, isSet), $"must specify exactly one of: {Names(fields)}"));
    }

    /// <summary>One field is set, or none.</summary>
    public static void AtMostOneOf(FieldErrorList errors, FieldPath path, ReadOnlySpan<string> fields, ReadOnlySpan<bool> isSet)
    {
        if (isSet.Count(true) > 1)
            errors.Add(FieldError.Invalid(path, SetFields(fields, isSet), $"must specify at most one of: {Names(fields)}"));
    }

    /// <summary>
    /// The field that the discriminator selects is set, and no other. A discriminator that selects none is not an error here.
    /// </summary>
    public static void Discriminated(
        FieldErrorList errors, FieldPath path, string discriminator, string discriminatorValue,
        ReadOnlySpan<UnionMember> members, ReadOnlySpan<bool> isSet)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[i];
            var isSelected = member.DiscriminatorValue == discriminatorValue;
            if (isSet[i] == isSelected) continue;
            errors.Add(FieldError.Invalid(
                path.Child(member.Field), "",
                $"{(isSet[i] ? "may only" : "must")} be specified when `{discriminator}` is {QuotedText.Of(member.DiscriminatorValue)}"));
        }
    }

    private static string Names(ReadOnlySpan<string> fields)
    {
        var quoted = new string[fields.Length];
        for (var i = 0; i < quoted.Length; i++) quoted[i] = $"`{fields[i]}`";
        return string.Join(", ", quoted);
    }

    private static string SetFields(ReadOnlySpan<string> fields, ReadOnlySpan<bool> isSet)
    {
        var set = new List<string>();
        for (var i = 0; i < fields.Length; i++)
            if (isSet[i]) set.Add(fields[i]);
        return $"{{{string.Join(", ", set)}}}";
    }
}

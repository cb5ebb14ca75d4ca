using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes the validation that the schema's rules make, for records that have rules themselves or hold records that do.</summary>
/// <remarks>
/// A rule looks at a field that may be absent only when it is there, at a required one always, at any other when it is not
/// empty. After <c>nonempty</c> has failed nothing more is said of the field.
/// </remarks>
internal static class ValidationWriter
{
    private const string Rules = "global::Kybernet.Machinery.Validation.";

    public static void Write(CodeText code, SchemaSet set, SchemaType type, List<RecordField> fields)
    {
        if (!set.HasRules(type)) return;
        code.Line().Summary("Checks the rules of the schema: those that look at one field alone, with upstream's messages.");
        code.Line("/// <param name=\"errors\">Takes what is found.</param>");
        code.Line($"/// <param name=\"path\">The path of this value; <see cref=\"{Rules}FieldPath.None\"/> for an object.</param>");
        code.Line("/// <param name=\"old\">The value before an update, null when there was none.</param>");
        code.Open($"public void Validate({Rules}FieldErrorList errors, {Rules}FieldPath path, {type.Name}? old = null)");
        foreach (var field in fields.Where(field => field.Field.Rules.Count > 0 || Recurses(set, field))) WriteField(code, set, field);
        code.Close();
    }

    private static bool Recurses(SchemaSet set, RecordField field) => field.Message is { IsCustom: false } message && set.HasRules(message);

    private static string? Argument(RecordField field, string word) => field.Field.Rules.FirstOrDefault(rule => rule.Word == word)?.Argument;

    private static bool Has(RecordField field, string word) => field.Field.Rules.Any(rule => rule.Word == word);

    private static void WriteField(CodeText code, SchemaSet set, RecordField field)
    {
        var body = new CodeText(code);
        WriteChecks(body, set, field);
        var at = $"at{field.Property}";
        var path = $"var {at} = path.Child({CodeText.Literal(field.Json)});";
        if (Has(field, "nonempty"))
        {
            code.Line($"if ({Empty(field)}) errors.Add({Rules}FieldError.Required(path.Child({CodeText.Literal(field.Json)}), \"\"));");
            if (body.IsEmpty) return;
            code.Open("else").Line(path).Append(body).Close();
        }
        else
        {
            var guard = field.IsOptional ? NotAbsent(field) : field.Field.IsRequired ? null : NotEmpty(field);
            if (guard is null) code.Open("").Line(path).Append(body).Close();
            else code.Open($"if ({guard})").Line(path).Append(body).Close();
        }
    }

    private static string NotAbsent(RecordField field) => field.HasOwnAbsence ? $"!{field.Backing}.IsAbsent" : $"{field.Backing} is not null";

    private static string? NotEmpty(RecordField field)
    {
        if (field.IsRecord) return null;
        return field.Field.Type.Scalar == SchemaScalar.IntOrString && field.IsSingle ? null : JsonCodecWriter.Present(field);
    }

    private static string Empty(RecordField field) => field.IsOptional ? $"!({NotAbsent(field)})" : $"!({JsonCodecWriter.Present(field)})";

    private static void WriteChecks(CodeText code, SchemaSet set, RecordField field)
    {
        var at = $"at{field.Property}";
        if (Argument(field, "maxItems") is { } maxItems)
        {
            if (field.IsList) code.Line($"{Rules}ItemRules.MaxItems(errors, {at}, {field.Backing}, {maxItems});");
            else code.Line($"if ({field.Backing}.Count > {maxItems}) errors.Add({Rules}FieldError.TooMany({at}, {field.Backing}.Count, {maxItems}));");
        }

        if (Argument(field, "minItems") is { } minItems) code.Line($"{Rules}ItemRules.MinItems(errors, {at}, {field.Backing}, {minItems});");
        WriteItems(code, set, field, at);
        if (Has(field, "immutable")) WriteImmutable(code, field, at);
    }

    private static void WriteItems(CodeText code, SchemaSet set, RecordField field, string at)
    {
        if (field.IsSingle)
        {
            WriteValue(code, set, field, Value(field), at, $"old?.{field.Property}");
            return;
        }

        var body = new CodeText(code);
        if (field.IsList)
        {
            WriteValue(body, set, field, $"{field.Backing}[i]", $"{at}.Index(i)", "null");
            if (!body.IsEmpty) code.Open($"for (var i = 0; i < {field.Backing}.Count; i++)").Append(body).Close();
        }
        else
        {
            WriteValue(body, set, field, "entry.Value", $"{at}.Key(entry.Key)", "null");
            if (!body.IsEmpty) code.Open($"foreach (var entry in {field.Backing})").Append(body).Close();
        }
    }

    private static void WriteValue(CodeText code, SchemaSet set, RecordField field, string value, string at, string old)
    {
        switch (field.Field.Type.Scalar)
        {
            case SchemaScalar.Message when Recurses(set, field):
                code.Line($"{value}.Validate(errors, {at}, {old});");
                break;
            case SchemaScalar.String:
                WriteString(code, set, field, value, at);
                break;
            case SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Quantity:
                WriteNumber(code, field, value, at);
                break;
            case SchemaScalar.IntOrString when Argument(field, "format") == "port":
                code.Line($"if ({value}.Type == global::Kybernet.Machinery.Values.IntOrStringType.Int) {Rules}FormatRules.Port(errors, {at}, {value}.IntVal);");
                code.Line($"else {Rules}FormatRules.PortName(errors, {at}, {value}.StrVal);");
                break;
        }
    }

    private static void WriteString(CodeText code, SchemaSet set, RecordField field, string value, string at)
    {
        if (Argument(field, "minLength") is { } min) code.Line($"{Rules}LengthRules.MinLength(errors, {at}, {value}, {min});");
        if (Argument(field, "maxLength") is { } max) code.Line($"{Rules}LengthRules.MaxBytes(errors, {at}, {value}, {max});");
        if (Argument(field, "format") is { } format) code.Line($"{Rules}FormatRules.{FormatMethod(format)}(errors, {at}, {value});");
        if (Has(field, "checked"))
            code.Line($"{Rules}EnumRules.Supported(errors, {at}, {value}, {CSharpNames.EnumName(set, field.Owner.File, field.Field.EnumName!)}.Values);");
    }

    private static void WriteNumber(CodeText code, RecordField field, string value, string at)
    {
        var (min, max) = (Argument(field, "min"), Argument(field, "max"));
        if (field.Field.Type.Scalar == SchemaScalar.Quantity)
        {
            if (min is not null) code.Line($"{Rules}QuantityRules.Minimum(errors, {at}, {value}, {min});");
        }
        else if (min is not null && max is not null) code.Line($"errors.AddInvalid({at}, {value}, {Rules}Numbers.IsInRange({value}, {min}, {max}));");
        else if (min is not null) code.Line($"{Rules}BoundRules.Minimum(errors, {at}, (long){value}, {min});");
        else if (max is not null) code.Line($"{Rules}BoundRules.Maximum(errors, {at}, (long){value}, {max});");
        if (Argument(field, "format") == "port") code.Line($"{Rules}FormatRules.Port(errors, {at}, {value});");
    }

    private static void WriteImmutable(CodeText code, RecordField field, string at)
    {
        const string Immutable = Rules + "ImmutableRules.Immutable";
        const string Shown = Rules + "ImmutableRules.Shown";
        code.Line($"if (old is not null) {Immutable}(errors, {at}, {field.Property}, old.{field.Property}, static value => {Shown}(value));");
    }

    /// <summary><c>dns1035-label</c> → <c>Dns1035Label</c>.</summary>
    private static string FormatMethod(string format) =>
        string.Concat(format.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    private static string Value(RecordField field) => field.IsNullableValue ? field.Backing + ".GetValueOrDefault()"
        : field.IsOptional ? field.Backing + "!"
        : field.Property;
}

using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes the defaulting that the schema's <c>default</c> and <c>milli</c> words make, for records that have some or hold records that do.</summary>
/// <remarks>
/// A field is set where it is absent (a field with presence), empty or zero. The record is copied when the first field changes,
/// and is returned as it is when none does.
/// </remarks>
internal static class DefaultsWriter
{
    private const string Defaults = CSharpNames.Codecs + "Defaults";

    public static string? Interface(SchemaSet set, SchemaType type) =>
        set.HasDefaults(type) ? $"{CSharpNames.Codecs}IDefaulted<{type.Name}>" : null;

    public static void Write(CodeText code, SchemaSet set, SchemaType type, List<RecordField> fields)
    {
        if (!set.HasDefaults(type)) return;
        foreach (var field in fields.Where(field => field.Field.Default is not null && Kept(field) is not null)) WriteKept(code, field);
        code.Line().Summary("The record with the schema's defaults where fields are not set, in the records it holds too; itself when all are.");
        code.Open($"public {type.Name} WithDefaults()");
        code.Line($"{type.Name}? made = null;");
        foreach (var field in fields) WriteField(code, set, field);
        code.Line("return made ?? this;");
        code.Close();
    }

    private static void WriteField(CodeText code, SchemaSet set, RecordField field)
    {
        var made = $"made{field.Index}";
        var assign = $"(made ??= this with {{ }}).{field.Backing} = ";
        var nests = field.Message is { IsCustom: false } message && set.HasDefaults(message);
        if (field.Field.Default is { } json && !(field.IsRecord && nests)) code.Line($"if ({Missing(field)}) {assign}{Value(field, json)};");
        else if (field.Field.Default is { } nested)
            code.Line($"if ({Defaults}.Absent({field.Backing}, {Value(field, nested)}, out var {made})) {assign}{made};");
        else if (field.Field.RoundsToMilli) code.Line($"if ({Defaults}.RoundUp({field.Backing}, out var {made})) {assign}{made};");
        else if (!nests) return;
        else if (!field.IsSingle) code.Line($"if ({Defaults}.Items({field.Backing}, out var {made})) {assign}{made};");
        else if (field.IsOptional) code.Line($"if ({Defaults}.Present({field.Backing}, out var {made})) {assign}{made};");
        else code.Line($"if ({Defaults}.Always({field.Backing}, {field.Item}.Empty, out var {made})) {assign}{made};");
    }

    /// <summary>Whether the field waits for its default.</summary>
    private static string Missing(RecordField field) =>
        field.IsOptional && !field.HasOwnAbsence ? $"{field.Backing} is null" : $"!({JsonCodecWriter.Present(field)})";

    private static string Value(RecordField field, string json) => Kept(field) ?? (field, json) switch
    {
        ({ IsRecord: true }, _) => field.Item + ".Empty",
        ({ Field.Type.Scalar: SchemaScalar.Quantity }, _) => $"{field.Item}.Parse({json})",
        // JSON literals of strings, numbers, booleans, and of lists of these are C#'s as well.
        _ => json,
    };

    /// <summary>The static field that holds a default made of members, null for the plain ones.</summary>
    private static string? Kept(RecordField field) =>
        field.Message is not null && field.Field.Default is not "{}" ? "s_default" + field.Property : null;

    private static void WriteKept(CodeText code, RecordField field)
    {
        var (type, method) = field.IsList ? ($"{CSharpNames.Collections}ListOf<{field.Item}>", "ListFromJson") : (field.Item, "FromJson");
        code.Line().Line($"private static readonly {type} {Kept(field)} =");
        code.Inner($"{Defaults}.{method}<{field.Item}>({CodeText.Literal(field.Field.Default!)}u8);");
    }
}

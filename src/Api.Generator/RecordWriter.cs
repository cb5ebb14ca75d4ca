using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes one type's record: properties, value equality, and the codecs that the other writers add.</summary>
internal static class RecordWriter
{
    public static string Write(SchemaSet set, SchemaType type, FieldDocs docs)
    {
        var fields = set.Record(type);
        var code = new CodeText();
        code.Line($"namespace {type.File.Namespace};").Line();
        code.Summary(docs.Of(type) ?? $"{type.Name} of {type.File.ApiVersion}.");
        code.Open($"public sealed partial record {type.Name} : {Interfaces(set, type, fields)}");
        foreach (var field in fields) code.Line($"private {field.BackingType} {field.Backing};");
        code.Line().Line($"public static {type.Name} Empty {{ get; }} = new();");
        if (type.IsKind) KindWriter.Write(code, set, type, fields);
        foreach (var field in fields) WriteProperty(code, type, field, docs);
        WriteEquality(code, type, fields);
        JsonCodecWriter.Write(code, type, fields);
        ProtoCodecWriter.Write(code, set, type, fields);
        DefaultsWriter.Write(code, set, type, fields);
        ValidationWriter.Write(code, set, type, fields);
        code.Line().Open("public override string ToString()");
        code.Line($"using var writer = new {CSharpNames.Json}JsonWriter();");
        code.Line($"WriteJson(writer, withKind: {(type.IsKind ? "true" : "false")});");
        code.Line("return global::System.Text.Encoding.UTF8.GetString(writer.Written);");
        code.Close();
        code.Line().Open("private bool PrintMembers(global::System.Text.StringBuilder builder)");
        code.Line("builder.Append(ToString());").Line("return true;");
        code.Close().Close();
        return code.ToString();
    }

    private static string Interfaces(SchemaSet set, SchemaType type, List<RecordField> fields)
    {
        var interfaces = $"{CSharpNames.Codecs}IApiMessage<{type.Name}>";
        if (DefaultsWriter.Interface(set, type) is { } defaulted) interfaces += ", " + defaulted;
        return type.IsKind ? interfaces + ", " + KindWriter.Interfaces(type, fields) : interfaces;
    }

    private static void WriteProperty(CodeText code, SchemaType type, RecordField field, FieldDocs docs)
    {
        var get = field.IsString && !field.IsOptional ? $"{field.Backing} ?? \"\""
            : field.IsRecord && !field.IsOptional ? $"{field.Backing} ?? {field.Item}.Empty"
            : field.Backing;
        code.Line().Summary(docs.Of(type, field.Property) ?? $"The field \"{field.Json}\".");
        code.Line($"public {field.PropertyType} {field.Property} {{ get => {get}; init => {field.Backing} = value; }}");
    }

    private static void WriteEquality(CodeText code, SchemaType type, List<RecordField> fields)
    {
        code.Line().Line($"public bool Equals({type.Name}? other) =>");
        var terms = fields.Select(EqualTerm).ToList();
        code.Inner($"ReferenceEquals(this, other) || (other is not null{string.Concat(terms.Select(term => "\n            && " + term))});");
        code.Line().Open("public override int GetHashCode()");
        code.Line("var hash = 17;");
        foreach (var field in fields) code.Line($"hash = {CSharpNames.Codecs}FieldEquality.Mix(hash, {HashTerm(field)});");
        code.Line("return hash;");
        code.Close();
    }

    private static string EqualTerm(RecordField field)
    {
        var equality = CSharpNames.Codecs + "FieldEquality";
        var (mine, theirs) = (field.Backing, "other." + field.Backing);
        if (field.IsString) return field.IsOptional
            ? $"string.Equals({mine}, {theirs}, global::System.StringComparison.Ordinal)" : $"{equality}.Same({mine}, {theirs})";
        if (field.IsRecord) return field.IsOptional ? $"({mine} is null ? {theirs} is null : {mine}.Equals({theirs}))" : $"{equality}.Same({mine}, {theirs})";
        return field.IsNullableValue ? $"global::System.Nullable.Equals({mine}, {theirs})" : $"{mine}.Equals({theirs})";
    }

    private static string HashTerm(RecordField field)
    {
        var equality = CSharpNames.Codecs + "FieldEquality";
        if (field.IsString || (field.IsRecord && !field.IsOptional)) return $"{equality}.Hash({field.Backing})";
        return field.IsRecord ? $"{field.Backing}?.GetHashCode() ?? 0" : $"{field.Backing}.GetHashCode()";
    }
}

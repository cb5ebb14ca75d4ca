using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes a record's JSON reader and writer.</summary>
internal static class JsonCodecWriter
{
    public static void Write(CodeText code, SchemaType type, List<RecordField> fields)
    {
        WriteReader(code, type, fields);
        if (Embeds(type, fields)) WriteEmbedding(code, type, fields);
        WriteWriter(code, type, fields);
    }

    private static void WriteReader(CodeText code, SchemaType type, List<RecordField> fields)
    {
        code.Line().Open($"public static {type.Name} ReadJson(ref {CSharpNames.Json}JsonReader reader, {type.Name}? into)");
        code.Line($"if (!reader.BeginObject(\"{type.GoName}\") || !reader.NextMember(out var name)) return into ?? Empty;");
        code.Line($"var value = into is null ? new {type.Name}() : into with {{ }};");
        var members = fields.Select(field => (Name: field.Json, Field: (RecordField?)field)).ToList();
        if (type.IsKind) members.AddRange(new[] { ("kind", (RecordField?)null), ("apiVersion", null) });
        if (members.Count > 0) code.Line("ulong seen = 0;");
        if (Embeds(type, fields)) code.Line("var depth = reader.Depth;");
        code.Open("do");
        if (members.Count > 0) WriteMembers(code, members);
        code.Line("reader.SkipUnknown();");
        code.Close();
        code.Line("while (reader.NextMember(out name));");
        code.Line($"if (reader.Failed) reader.Blame(\"{type.Name}\"{(Embeds(type, fields) ? ", depth, Embedding" : "")});");
        code.Line("return value;");
        code.Close();
    }

    private static void WriteMembers(CodeText code, List<(string Name, RecordField? Field)> members)
    {
        code.Open("switch (name.Length)");
        foreach (var group in members.GroupBy(member => member.Name.Length).OrderBy(group => group.Key))
        {
            code.Line($"case {group.Key}:");
            foreach (var (name, field) in group)
            {
                code.Open($"    if (global::System.MemoryExtensions.SequenceEqual(name, {CodeText.Literal(name)}u8))");
                if (field is null) code.Line($"reader.Once(ref seen, {(name == "kind" ? 62 : 63)});").Line("reader.ReadStringSpan(\"string\");");
                else code.Line($"reader.Once(ref seen, {field.Index});").Line($"value.{field.Backing} = {ReadExpression(field)};");
                code.Line("continue;");
                code.Close();
            }

            code.Inner("break;");
        }

        code.Close();
    }

    private static string ReadExpression(RecordField field)
    {
        if (field.IsList || field.IsMap)
        {
            var codec = $"{CSharpNames.Codecs}{(field.IsList ? "ListCodec" : "MapCodec")}<{field.Item}, {field.Codec}>";
            return $"{codec}.{(field.Field.IsShared ? "ReadSharedJson" : "ReadJson")}(ref reader, \"{field.GoType}\")";
        }

        var read = field.IsRecord
            ? $"{(field.Field.IsShared ? field.Codec : field.Item)}.ReadJson(ref reader, value.{field.Backing})"
            : $"{field.Codec}.ReadJson(ref reader)";
        return field.IsOptional && !field.HasOwnAbsence ? $"reader.TryReadNull() ? default({field.BackingType}) : {read}" : read;
    }

    private static bool Embeds(SchemaType type, List<RecordField> fields) => fields.Any(field => field.Owner != type);

    /// <summary>Go's embedded structs, which its messages about wrong types name.</summary>
    private static void WriteEmbedding(CodeText code, SchemaType type, List<RecordField> fields)
    {
        code.Line().Open("private static string? Embedding(string member) => member switch");
        foreach (var owner in fields.Where(field => field.Owner != type).GroupBy(field => field.Embedding))
            code.Line($"{string.Join(" or ", owner.Select(field => CodeText.Literal(field.Json)))} => \"{owner.Key}\",");
        code.Line("_ => null,").Close(";");
    }

    private static void WriteWriter(CodeText code, SchemaType type, List<RecordField> fields)
    {
        code.Line().Open($"public void WriteJson({CSharpNames.Json}JsonWriter writer, bool withKind = false)");
        code.Line("writer.BeginObject();");
        if (type.IsKind && !type.IsBare)
        {
            var head = $"\"kind\":\"{type.Name}\",\"apiVersion\":\"{type.ApiVersion}\"";
            code.Line($"if (withKind) writer.Raw({CodeText.Literal(head)}u8);");
        }

        foreach (var field in fields) WriteMember(code, field);
        code.Line("writer.EndObject();");
        code.Close();
    }

    private static void WriteMember(CodeText code, RecordField field)
    {
        var name = $"writer.Name({CodeText.Literal(CodeText.Literal(field.Json) + ":")}u8);";
        var present = Present(field);
        var write = WriteStatement(field);
        if (field.Field.Presence == JsonPresence.Always)
        {
            code.Line(name);
            if (field.IsOptional && !field.HasOwnAbsence) code.Line($"if ({field.Backing} is null) writer.Null();").Line($"else {write}");
            else code.Line(write);
            return;
        }

        code.Open($"if ({present})");
        code.Line(name);
        code.Line(write);
        code.Close();
    }

    /// <summary>Whether the field is there to be written, as Go's omitempty has it.</summary>
    public static string Present(RecordField field)
    {
        var backing = field.Backing;
        if (field.IsList || field.IsMap) return $"!{backing}.IsEmpty";
        if (field.IsOptional && !field.HasOwnAbsence) return $"{backing} is not null";
        return field.Field.Type.Scalar switch
        {
            SchemaScalar.String => $"!string.IsNullOrEmpty({backing})",
            SchemaScalar.Bool => backing,
            SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Double => $"{backing} != 0",
            SchemaScalar.Bytes or SchemaScalar.StringList => $"!{backing}.IsEmpty",
            SchemaScalar.RawExtension or SchemaScalar.FieldsV1 or SchemaScalar.Json => $"!{backing}.IsAbsent",
            SchemaScalar.JsonValue => $"!{backing}.IsNull",
            SchemaScalar.Time or SchemaScalar.MicroTime or SchemaScalar.Quantity => $"!{backing}.IsZero",
            SchemaScalar.Message when field.IsRecord => $"{backing} is not null && !{backing}.Equals({field.Item}.Empty)",
            _ => $"!{backing}.Equals(default)",
        };
    }

    private static string WriteStatement(RecordField field)
    {
        if (field.IsList) return $"{CSharpNames.Codecs}ListCodec<{field.Item}, {field.Codec}>.WriteJson(writer, {field.Backing});";
        if (field.IsMap) return $"{CSharpNames.Codecs}MapCodec<{field.Item}, {field.Codec}>.WriteJson(writer, {field.Backing});";
        if (field.IsRecord) return $"({field.Backing} ?? {field.Item}.Empty).WriteJson(writer{(field.Field.WithKind ? ", withKind: true" : "")});";
        return $"{field.Codec}.WriteJson(writer, {Value(field)});";
    }

    private static string Value(RecordField field) =>
        field.IsOptional && !field.HasOwnAbsence && !field.IsString ? $"{field.Backing}.GetValueOrDefault()" : field.Backing;
}

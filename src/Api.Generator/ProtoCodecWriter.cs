using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes a record's protobuf reader and writer.</summary>
internal static class ProtoCodecWriter
{
    public static void Write(CodeText code, SchemaSet set, SchemaType type, List<RecordField> fields)
    {
        var byField = fields.ToDictionary(field => field.Field);
        WriteReader(code, set, type, byField, fields);
        foreach (var inlined in Inlined(set, type)) WriteInlinedReader(code, set, type, inlined, byField);
        code.Line().Open($"public void WriteProto({CSharpNames.Protobuf}ProtoWriter writer)");
        WriteFields(code, set, type, byField);
        code.Close();
    }

    private static IEnumerable<SchemaType> Inlined(SchemaSet set, SchemaType type)
    {
        foreach (var field in type.Fields.Where(field => field.IsInline))
        {
            var message = set.Resolve(type.File, field.Type.Message!);
            yield return message;
            foreach (var deeper in Inlined(set, message)) yield return deeper;
        }
    }

    private static void WriteReader(CodeText code, SchemaSet set, SchemaType type, Dictionary<SchemaField, RecordField> byField, List<RecordField> fields)
    {
        code.Line().Open($"public static {type.Name} ReadProto(ref {CSharpNames.Protobuf}ProtoReader reader, {type.Name}? into)");
        code.Line("if (!reader.NextField(out var tag)) return into ?? Empty;");
        code.Line($"var value = into is null ? new {type.Name}() : into with {{ }};");
        WriteLoop(code, set, type, type, byField);
        code.Line("return value;");
        code.Close();
    }

    /// <summary>An inlined message is read by a method of its own, into the outer record.</summary>
    private static void WriteInlinedReader(CodeText code, SchemaSet set, SchemaType record, SchemaType message, Dictionary<SchemaField, RecordField> byField)
    {
        code.Line().Open($"private static void Read{message.Name}(ref {CSharpNames.Protobuf}ProtoReader reader, {record.Name} value)");
        code.Line("if (!reader.NextField(out var tag)) return;");
        WriteLoop(code, set, record, message, byField);
        code.Close();
    }

    private static void WriteLoop(CodeText code, SchemaSet set, SchemaType record, SchemaType message, Dictionary<SchemaField, RecordField> byField)
    {
        var own = message.Fields.Where(field => !field.IsInline).Select(field => byField[field]).ToList();
        foreach (var field in own.Where(field => !field.IsSingle)) code.Line($"{RepeatedType(field)} {Local(field)} = default;");
        code.Open("do");
        code.Open("switch (tag)");
        foreach (var field in own) WriteCase(code, field);
        foreach (var field in message.Fields.Where(field => field.IsInline))
        {
            code.Line($"case {Tag(field.Number, 2)}:");
            code.Inner("{");
            code.Inner("    var outer = reader.BeginMessage();");
            code.Inner($"    Read{set.Resolve(message.File, field.Type.Message!).Name}(ref reader, value);");
            code.Inner("    reader.EndMessage(outer);");
            code.Inner("    break;");
            code.Inner("}");
        }

        var known = message.Fields.Where(field => field.Number < 64).Aggregate(0UL, (bits, field) => bits | (1UL << field.Number));
        code.Line("default:");
        code.Inner($"reader.SkipUnknown(tag, 0x{known:X}UL, \"{message.Name}\");");
        code.Inner("break;");
        code.Close();
        code.Close();
        code.Line("while (reader.NextField(out tag));");
        foreach (var field in own.Where(field => field.IsList))
            code.Line($"if ({Local(field)}.Count > 0) value.{field.Backing} = {Local(field)}.After(value.{field.Backing});");
        foreach (var field in own.Where(field => field.IsMap))
        {
            var after = $"{CSharpNames.Codecs}RepeatedEntries.After({Local(field)}, value.{field.Backing})";
            code.Line($"if ({Local(field)}.Count > 0) value.{field.Backing} = {after};");
        }
    }

    private static void WriteCase(CodeText code, RecordField field)
    {
        var wire = WireType(field);
        code.Line($"case {Tag(field.Field.Number, field.IsMap ? 2 : wire)}:");
        var read = field.Field.IsShared && (field.IsMap || wire == 2) ? "ReadSharedProto" : "ReadProto";
        var codec = $"{CSharpNames.Codecs}{(field.IsList ? "ListCodec" : "MapCodec")}<{field.Item}, {field.Codec}>";
        if (field.IsList) code.Inner($"{codec}.{read}(ref reader, tag, ref {Local(field)});");
        else if (field.IsMap) code.Inner($"{codec}.{read}(ref reader, tag, ref {Local(field)}, {Zero(field)});");
        else if (field.IsRecord) code.Inner($"value.{field.Backing} = {field.Codec}.ReadProto(ref reader, value.{field.Backing});");
        else code.Inner($"value.{field.Backing} = {field.Codec}.ReadProto(ref reader);");
        code.Inner("break;");
        if (!field.IsList || wire == 2) return;
        code.Line($"case {Tag(field.Field.Number, 2)}:");
        code.Inner($"{codec}.ReadPacked(ref reader, ref {Local(field)});");
        code.Inner("break;");
    }

    /// <summary>Fields in descending order: the writer goes from the end of the message to its start.</summary>
    private static void WriteFields(CodeText code, SchemaSet set, SchemaType message, Dictionary<SchemaField, RecordField> byField)
    {
        foreach (var field in message.Fields.OrderByDescending(field => field.Number))
        {
            if (field.IsInline)
            {
                var before = $"before{field.Number}{set.Resolve(message.File, field.Type.Message!).Name}";
                code.Line($"var {before} = writer.Length;");
                WriteFields(code, set, set.Resolve(message.File, field.Type.Message!), byField);
                code.Line($"writer.Message({field.Number}, {before});");
            }
            else
            {
                code.Line(WriteStatement(byField[field]));
            }
        }
    }

    private static string WriteStatement(RecordField field)
    {
        var number = field.Field.Number;
        if (field.IsList) return $"{CSharpNames.Codecs}ListCodec<{field.Item}, {field.Codec}>.WriteProto(writer, {number}, {field.Backing});";
        if (field.IsMap) return $"{CSharpNames.Codecs}MapCodec<{field.Item}, {field.Codec}>.WriteProto(writer, {number}, {field.Backing});";
        if (field.IsOptional && !field.HasOwnAbsence)
        {
            var value = field.IsString || field.IsRecord ? field.Backing : field.Backing + ".GetValueOrDefault()";
            return $"if ({field.Backing} is not null) {field.Codec}.WriteProto(writer, {number}, {value});";
        }

        if (field.IsOptional || field.Field.Type.Scalar is SchemaScalar.Bytes or SchemaScalar.StringList)
            return $"if (!{field.Backing}.IsAbsent) {field.Codec}.WriteProto(writer, {number}, {field.Backing});";
        return field.IsRecord
            ? $"{CSharpNames.Codecs}MessageCodec<{field.Item}>.WriteProto(writer, {number}, {field.Backing} ?? {field.Item}.Empty);"
            : $"{field.Codec}.WriteProto(writer, {number}, {field.Backing});";
    }

    private static string RepeatedType(RecordField field) => field.IsList
        ? $"{CSharpNames.Codecs}Repeated<{field.Item}>"
        : $"{CSharpNames.Codecs}Repeated<global::System.Collections.Generic.KeyValuePair<string, {field.Item}>>";

    private static string Local(RecordField field) => "read" + field.Backing.Substring(1, 1).ToUpperInvariant() + field.Backing.Substring(2);

    private static string Zero(RecordField field) => field.Field.Type.Scalar switch
    {
        SchemaScalar.String => "\"\"",
        SchemaScalar.Message when field.Message!.CSharpName is null => field.Item + ".Empty",
        _ => "default",
    };

    private static int WireType(RecordField field) => field.Field.Type.Scalar switch
    {
        SchemaScalar.Bool or SchemaScalar.Int32 or SchemaScalar.Int64 => 0,
        SchemaScalar.Double => 1,
        _ => 2,
    };

    private static uint Tag(int number, int wireType) => (uint)((number << 3) | wireType);
}

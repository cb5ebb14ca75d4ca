using System.Text;

namespace Kybernet.Api.Generator;

/// <summary>Writes the index of the compilation: its kinds with their codecs, its schema texts, its documentation.</summary>
internal static class IndexWriter
{
    public static string Write(SchemaSet set, FieldDocs docs)
    {
        var code = new CodeText();
        var space = set.Own.Count == 1
            && set.Own[0].Namespace.StartsWith("Kybernet.Machinery", StringComparison.Ordinal) ? "Kybernet.Machinery.Meta" : "Kybernet.Api";
        code.Line($"namespace {space};").Line();
        code.Summary("What this assembly's schema files declare.");
        code.Open("public static class SchemaIndex");
        WriteKinds(code, set);
        WriteTexts(code, set);
        WriteDocs(code, set, docs);
        code.Close();
        return code.ToString();
    }

    private static void WriteKinds(CodeText code, SchemaSet set)
    {
        const string Objects = "global::Kybernet.Machinery.Objects.";
        var kinds = set.Own.SelectMany(file => file.Types).Where(type => type.IsKind && !type.IsCustom).ToList();
        code.Summary("Every kind, in the order of the schema files, with its codec.");
        code.Line($"public static {Objects}KindTable Kinds => new(").Inner("[");
        foreach (var type in kinds) code.Inner($"    {KindWriter.GvkOf(type)},");
        code.Inner("],").Inner("Codec);").Line();
        code.Line($"private static {Objects}KindCodec Codec(int index)").Open("");
        code.Open("switch (index)");
        for (var i = 0; i < kinds.Count; i++)
            code.Line($"case {i}: return new {Objects}KindCodec<{CSharpNames.TypeName(kinds[i])}>();");
        code.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(index));");
        code.Close().Close();
    }

    private static void WriteTexts(CodeText code, SchemaSet set)
    {
        code.Line().Summary("The schema files themselves, for the run-time model.");
        code.Line("public static global::System.Collections.Generic.IEnumerable<global::Kybernet.Machinery.Schema.SchemaSource> Sources()").Open("");
        foreach (var file in set.Own)
            code.Line($"yield return new(\"{file.Id}\", static () => {CodeText.Literal(Stripped(set.Texts[file]))}u8);");
        code.Close();
    }

    /// <summary>Documentation as lines of <c>field TAB text</c>, the type's own first with an empty field.</summary>
    private static void WriteDocs(CodeText code, SchemaSet set, FieldDocs docs)
    {
        code.Line().Summary("The documentation of a type and its fields: lines of field, tab, text.");
        code.Open("public static global::System.ReadOnlySpan<byte> Docs(string qualifiedName)");
        code.Open("switch (qualifiedName)");
        foreach (var type in set.Own.SelectMany(file => file.Types).Where(type => !type.IsCustom))
        {
            var lines = new StringBuilder();
            if (docs.Of(type) is { } own) lines.Append('\t').Append(own).Append('\n');
            foreach (var field in set.Record(type))
                if (docs.Of(type, field.Property) is { } text) lines.Append(field.Json).Append('\t').Append(text).Append('\n');
            if (lines.Length == 0) continue;
            code.Line($"case \"{type.QualifiedName}\":");
            code.Inner($"return {CodeText.Literal(lines.ToString())}u8;");
        }

        code.Line("default:").Inner("return default;").Close().Close();
    }

    private static string Stripped(string schema)
    {
        var text = new StringBuilder();
        foreach (var line in schema.Split('\n'))
            if (line.Trim().Length > 0 && line.TrimStart()[0] != '#') text.Append(line.TrimEnd()).Append('\n');
        return text.ToString();
    }
}

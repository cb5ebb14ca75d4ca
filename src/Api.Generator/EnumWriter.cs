using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes the constants of a file's enums, and the lookups that turn known bytes into them.</summary>
internal static class EnumWriter
{
    public static string Write(SchemaFile file)
    {
        var code = new CodeText();
        code.Line($"namespace {file.Namespace};");
        foreach (var declared in file.Enums) WriteEnum(code, declared);
        return code.ToString();
    }

    private static void WriteEnum(CodeText code, SchemaEnum declared)
    {
        code.Line().Summary(declared.IsOpen ? $"Well-known values of {declared.Name}; others may occur." : $"The values of {declared.Name}.");
        code.Open($"public static class {declared.Name}");
        foreach (var value in declared.Values)
            code.Line($"public const string {CSharpNames.Constant(value)} = {CodeText.Literal(value)};");
        code.Line().Line($"public static global::System.ReadOnlySpan<string> Values => s_values;");
        code.Line().Line($"private static readonly string[] s_values = [{string.Join(", ", declared.Values.Select(CSharpNames.Constant))}];");
        code.Line().Summary("Finds the constant of the bytes a decoder met.");
        code.Open($"public readonly struct Known : {CSharpNames.Codecs}IKnownStrings");
        code.Open("public static string? Find(global::System.ReadOnlySpan<byte> utf8)");
        code.Open("switch (utf8.Length)");
        foreach (var group in declared.Values.GroupBy(value => value.Length).OrderBy(group => group.Key))
        {
            code.Line($"case {group.Key}:");
            foreach (var value in group)
                code.Inner($"if (global::System.MemoryExtensions.SequenceEqual(utf8, {CodeText.Literal(value)}u8)) return {CSharpNames.Constant(value)};");
            code.Inner("break;");
        }

        code.Close().Line().Line("return null;").Close().Close().Close();
    }
}

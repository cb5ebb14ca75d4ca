using Kybernet.Architecture.Tests.Rules;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public class TidyTests
{
    private const int MostLines = 400;

    /// <summary>.editorconfig's guide is 140; a message or a table row may stick out a little.</summary>
    private const int MostColumns = 160;

    private static readonly string[] s_wordsForNothing =
        ["Common", "Utils", "Util", "Utilities", "Helpers", "Helper", "Misc", "Manager", "Managers", "Shared"];

    [Fact]
    public void Files_Length_IsOneIdea() =>
        Finding.AssertNone(ExceptionList.Load("long-files").Apply(Repository.Sources
            .Where(file => file.Lines.Count > MostLines)
            .Select(file => new Finding(file.Path, 0, $"{file.Lines.Count} lines, {MostLines} at most (150 is typical): it is two files"))));

    [Fact]
    public void Files_Types_AreOneEach() =>
        Finding.AssertNone(ExceptionList.Load("many-types").Apply(Repository.Sources.SelectMany(TypeRule.Check)));

    [Fact]
    public void Methods_Length_FitsAScreen() =>
        Finding.AssertNone(ExceptionList.Load("long-methods").Apply(Repository.Sources.SelectMany(BlockRule.Check)));

    [Fact]
    public void Lines_Length_FitsAWindow() =>
        Finding.AssertNone(ExceptionList.Load("long-lines").Apply(Repository.Sources.SelectMany(LongLines)));

    [Fact]
    public void Namespaces_Declarations_AreFileScoped() =>
        Finding.AssertNone(Repository.Sources.SelectMany(file => file.Code.Index()
            .Where(line => line.Item.StartsWith("namespace ", StringComparison.Ordinal) && !line.Item.TrimEnd().EndsWith(';'))
            .Select(line => new Finding(file.Path, line.Index + 1, "a namespace in braces: end it with a semicolon"))));

    /// <summary>test/Common holds bodies of tests that several hosts run: the one folder of that name.</summary>
    [Fact]
    public void Folders_Names_SayWhatIsInside() =>
        Finding.AssertNone(Repository.Sources
            .Where(file => !file.Path.StartsWith("test/Common/", StringComparison.Ordinal))
            .Where(file => file.Path.Split('/').SkipLast(1).Any(folder => s_wordsForNothing.Contains(folder)))
            .Select(file => new Finding(file.Path, 0, "the folder's name says nothing: name it after what it holds")));

    [Fact]
    public void Text_WhiteSpace_IsClean() => CheckText(TextRules.CheckWhiteSpace);

    [Fact]
    public void Text_Voice_IsTheProjects() => CheckText(TextRules.CheckVoice);

    [Fact]
    public void EditorConfig_Severities_AreWarningOrNone() =>
        Finding.AssertNone(Repository.Lines(".editorconfig").Index()
            .Where(line => EditorConfigRule.Severity(line.Item) is { } severity && severity is not ("warning" or "none"))
            .Select(line => new Finding(".editorconfig", line.Index + 1, "a severity nobody sees: warning or none")));

    [Theory]
    [InlineData("dotnet_diagnostic.CA1000.severity = suggestion", "suggestion")]
    [InlineData("csharp_style_namespace_declarations = file_scoped:silent", "silent")]
    [InlineData("dotnet_diagnostic.CA1000.severity = none", "none")]
    [InlineData("indent_size = 4", null)]
    [InlineData("# dotnet_diagnostic.CA1000.severity = error", null)]
    public void EditorConfigRule_Line_GivesSeverity(string line, string? expected) => Assert.Equal(expected, EditorConfigRule.Severity(line));

    [Theory]
    [InlineData("a\n", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n\n", 1)]
    [InlineData("a \n", 1)]
    [InlineData("\ta\n", 1)]
    [InlineData("a\r\n", 1)]
    public void WhiteSpaceRule_Text_IsJudged(string text, int findings) => Assert.Equal(findings, TextRules.CheckWhiteSpace("x", text).Count());

    [Theory]
    [InlineData("see /home/" + "joe/kybernet", 1)]
    [InlineData("see issue" + " #12", 1)]
    [InlineData("// works around etcd issue" + " 12", 0)]
    [InlineData("// TO" + "DO: later", 1)]
    [InlineData("https://example.com/work/x and src/work/x", 0)]
    public void VoiceRule_Text_IsJudged(string text, int findings) => Assert.Equal(findings, TextRules.CheckVoice("x", text).Count());

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    public void BlockRule_Method_IsMeasured(int lines, int findings)
    {
        var body = string.Concat(Enumerable.Repeat("        Do();\n", lines));
        var code = "class C\n{\n    void M()\n    {\n" + body + "    }\n}\n" + new string('\n', 3);
        Assert.Equal(findings, BlockRule.Check(new("x.cs", code)).Count());
    }

    [Theory]
    [InlineData(2, 5, 0)]
    [InlineData(2, 40, 1)]
    [InlineData(5, 20, 1)]
    [InlineData(5, 1, 0)]
    public void TypeRule_Types_AreCounted(int types, int lines, int findings)
    {
        var one = "public class C\n{\n" + string.Concat(Enumerable.Repeat("    int x;\n", lines)) + "}\n";
        var padding = lines > 1 ? string.Concat(Enumerable.Repeat("// text\n", TypeRule.ShortFile)) : "";
        Assert.Equal(findings, TypeRule.Check(new("x.cs", padding + string.Concat(Enumerable.Repeat(one, types)))).Count());
    }

    [Theory]
    [InlineData("x.cs 2", 2, 0)]
    [InlineData("x.cs 2 # reason", 3, 3)]
    [InlineData("x.cs 2", 1, 1)]
    [InlineData("x.cs 2", 0, 1)]
    [InlineData("# nothing", 1, 1)]
    public void ExceptionList_Findings_FitExactly(string list, int found, int left)
    {
        var findings = Enumerable.Range(1, found).Select(line => new Finding("x.cs", line, "long"));
        Assert.Equal(left, ExceptionList.Parse("list.txt", [list]).Apply(findings).Count());
    }

    private static IEnumerable<Finding> LongLines(SourceFile file) => file.Lines.Index()
        .Where(line => line.Item.Length > MostColumns)
        .Select(line => new Finding(file.Path, line.Index + 1, $"{line.Item.Length} columns, {MostColumns} at most"));

    private static void CheckText(Func<string, string, IEnumerable<Finding>> rule) =>
        Finding.AssertNone(Repository.Files.Where(TextRules.IsOurText).SelectMany(path => rule(path, Repository.Read(path))));
}

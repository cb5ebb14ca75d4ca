using Kybernet.Architecture.Tests.Rules;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public class CodeTests
{
    [Fact]
    public void Components_Code_NeitherBlocksNorSharesState() =>
        Finding.AssertNone(ExceptionList.Load("code")
            .Apply(Repository.Sources.Where(file => file.IsComponent).SelectMany(CodeRules.Check)));

    [Fact]
    public void Components_LogEvents_HaveIdsOfTheirOwn() =>
        Finding.AssertNone(Repository.Sources.Where(file => file.IsComponent)
            .GroupBy(file => file.Path.Split('/')[1])
            .SelectMany(component => LogRule.Check(component)));

    [Fact]
    public void Suppressions_EachCarriesItsReason() =>
        Finding.AssertNone(Repository.Sources.SelectMany(SuppressionRule.CheckCode)
            .Concat(Repository.Files.Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets")
                .SelectMany(path => SuppressionRule.CheckProject(path, Repository.Lines(path)))));

    [Theory]
    [InlineData("    private async void Start() => await task;", true)]
    [InlineData("    private async Task StartAsync() => await task;", false)]
    [InlineData("        var x = task.GetAwaiter().GetResult();", true)]
    [InlineData("        gate.Wait();", true)]
    [InlineData("        await gate.WaitAsync(cancel);", false)]
    [InlineData("    private static int s_count;", true)]
    [InlineData("    internal static string? Name = null;", true)]
    [InlineData("    static (int A, int B) s_pair;", true)]
    [InlineData("    private static volatile Cache<string, int[]> s_cache = new();", true)]
    [InlineData("    private static readonly Dictionary<string, int> s_known = new()", true)]
    [InlineData("    private static readonly ConcurrentDictionary<string, int> s_known = new();", true)]
    [InlineData("    public static int Depth { get; set; }", true)]
    [InlineData("    [ThreadStatic]", true)]
    [InlineData("    private static readonly int[] s_powers = [1, 10];", false)]
    [InlineData("    private static readonly FrozenDictionary<string, int> s_known = Build();", false)]
    [InlineData("    public static int Depth { get; } = 3;", false)]
    [InlineData("    public static int Depth => 3;", false)]
    [InlineData("    private static Cache Make(int size = 3)", false)]
    [InlineData("    public static Time operator +(Time left, Duration right) => new(left.Ticks);", false)]
    [InlineData("    static abstract T Empty { get; }", false)]
    [InlineData("    public static bool operator ==(Time left, Time right) => left.Equals(right);", false)]
    [InlineData("    // a static int x;", false)]
    [InlineData("    var text = \"task.Wait()\";", false)]
    public void CodeRules_Line_IsJudged(string line, bool isBad) =>
        Assert.Equal(isBad, CodeRules.Check(new("src/X/X.cs", line)).Any());

    [Theory]
    [InlineData("#pragma warning disable CA1000", true)]
    [InlineData("#pragma warning disable CA1000 // values of the API parse themselves", false)]
    [InlineData("// Values of the API parse themselves.\n#pragma warning disable CA1000", false)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\")]", true)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\", Justification = \"values of the API parse themselves\")]", false)]
    [InlineData("Line(\"#pragma warning disable CA1000\");", false)]
    public void SuppressionRule_Code_IsJudged(string code, bool isBad) =>
        Assert.Equal(isBad, SuppressionRule.CheckCode(new("src/X/X.cs", code)).Any());

    [Theory]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn>", true)]
    [InlineData("<!-- why -->\n<NoWarn>$(NoWarn);CS1591</NoWarn>", false)]
    public void SuppressionRule_Project_IsJudged(string xml, bool isBad) =>
        Assert.Equal(isBad, SuppressionRule.CheckProject("x.csproj", xml.Split('\n')).Any());

    [Theory]
    [InlineData("[LoggerMessage(EventId = 1, Level = LogLevel.Debug)]\n[LoggerMessage(EventId = 1)]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Debug, \"a\")]\n[LoggerMessage(1, LogLevel.Debug, \"b\")]", 1)]
    [InlineData("[LoggerMessage(EventId = 1)]\n[LoggerMessage(2, LogLevel.Debug, \"b\")]", 0)]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug)]", 1)]
    public void LogRule_Ids_AreJudged(string code, int findings) =>
        Assert.Equal(findings, LogRule.Check([new("src/X/XLog.cs", code)]).Count());
}

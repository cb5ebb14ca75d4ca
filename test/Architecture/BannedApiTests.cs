using System.Xml.Linq;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public class BannedApiTests
{
    private static readonly string[] s_lines = [.. Repository.Lines("BannedSymbols.txt").Where(line => line.Length > 0)];

    [Fact]
    public void BannedSymbols_EveryLine_NamesTheReplacement() =>
        Assert.All(s_lines, line => Assert.Matches(@"^[TPMFEN]:[\w.`#]+(\([\w.,{}`@\[\]]*\))?; \w.{14,}$", line));

    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan)")]
    [InlineData("M:System.Random.#ctor")]
    [InlineData("P:System.Random.Shared")]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)")]
    [InlineData("M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean)")]
    [InlineData("P:System.Threading.Tasks.Task`1.Result")]
    [InlineData("M:System.Threading.Tasks.Task.Wait")]
    public void BannedSymbols_WhatIsAmbientOrBlocks_IsThere(string symbol) =>
        Assert.Contains(s_lines, line => line.StartsWith(symbol + ";", StringComparison.Ordinal));

    [Fact]
    public void Build_EveryComponent_IsCheckedForBannedSymbols()
    {
        var group = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("ItemGroup")
            .Single(items => items.Attribute("Condition")?.Value == "'$(IsComponent)' == 'true'");
        var included = group.Elements().Select(item => item.Attribute("Include")?.Value).ToList();
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", included);
        Assert.Contains("$(MSBuildThisFileDirectory)BannedSymbols.txt", included);
        Assert.Contains("dotnet_diagnostic.RS0030.severity = warning", Repository.Lines(".editorconfig"));
    }

    /// <summary>Nothing under src/ comes between a project and the rules of the root.</summary>
    [Fact]
    public void Build_Components_HaveNoBuildFilesOfTheirOwn()
    {
        string[] names =
            ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", ".editorconfig", ".globalconfig"];
        var inFolders = Repository.Files.Where(path => path.Contains('/', StringComparison.Ordinal));
        Assert.DoesNotContain(inFolders, path => names.Contains(Path.GetFileName(path)));
        foreach (var project in Repository.Projects("src/"))
            Assert.DoesNotContain("Remove=\"", Repository.Read(project), StringComparison.Ordinal);
    }
}

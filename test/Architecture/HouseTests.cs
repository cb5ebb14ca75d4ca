using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public partial class HouseTests
{
    private const string Dependencies = "docs/dependencies.md";

    private static readonly string[] s_folders = ["src/", "test/", "bench/"];

    private static readonly Dictionary<string, string> s_packages = XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(item => item.Attribute("Include")!.Value, item => item.Parent!.Attribute("Label")!.Value);

    [Fact]
    public void Solution_Projects_AreAllThere()
    {
        var solution = XDocument.Parse(Repository.Read("Kybernet.slnx"));
        var listed = solution.Descendants("Project").Select(item => item.Attribute("Path")!.Value);
        var there = s_folders.SelectMany(Repository.Projects);
        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Components_EachHasItsReadme() =>
        Finding.AssertNone(Repository.Projects("src/")
            .Select(project => Path.GetDirectoryName(project)!.Replace('\\', '/') + "/README.md")
            .Where(readme => !Repository.Files.Contains(readme))
            .Select(readme => new Finding(readme, 0, "missing: purpose, upstream counterpart, inputs and outputs, invariants, not done yet")));

    /// <summary>dev runs the projects of this name: another name would not be run.</summary>
    [Fact]
    public void TestProjects_Name_IsWhatDevRuns() =>
        Finding.AssertNone(Repository.Projects("test/")
            .Where(project => !project.EndsWith(".Tests.csproj", StringComparison.Ordinal))
            .Where(HoldsTests)
            .Select(project => new Finding(project, 0, "holds tests: name it Kybernet.….Tests.csproj")));

    [Fact]
    public void Packages_Versions_AreCentral() =>
        Finding.AssertNone(s_folders.SelectMany(Repository.Projects).Select(ProjectFile.Load)
            .Where(project => project.PackageVersions.Count > 0)
            .Select(project => new Finding(project.Path, 0, "gives the version of a package: put it in Directory.Packages.props")));

    [Fact]
    public void Packages_OfComponents_AreProductOrBuild() =>
        Finding.AssertNone(Repository.Projects("src/").Select(ProjectFile.Load)
            .SelectMany(project => project.Packages
                .Where(package => s_packages.GetValueOrDefault(package) is not ("Product" or "Build"))
                .Select(package => new Finding(project.Path, 0, $"uses {package}, which is not labelled Product or Build"))));

    [Fact]
    public void Packages_OfTheProduct_AreUsed()
    {
        var used = Repository.Projects("src/").SelectMany(path => ProjectFile.Load(path).Packages).ToHashSet();
        Assert.DoesNotContain(s_packages, package => package.Value == "Product" && !used.Contains(package.Key));
    }

    [Fact]
    public void Packages_Each_IsExplained()
    {
        var text = Repository.Read(Dependencies);
        Finding.AssertNone(s_packages.Keys
            .Where(package => !text.Contains($"| {package} |", StringComparison.Ordinal))
            .Select(package => new Finding(Dependencies, 0, $"has no row for {package}: what for, licence, native or not")));
        Finding.AssertNone(Row().Matches(text).Select(row => row.Groups["package"].Value)
            .Where(package => package is not ("package" or "---") && !s_packages.ContainsKey(package))
            .Select(package => new Finding(Dependencies, 0, $"explains {package}, which Directory.Packages.props does not have")));
    }

    [Fact]
    public void Documents_Links_LeadSomewhere() =>
        Finding.AssertNone(Repository.Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(DeadLinks));

    [Fact]
    public void Decisions_Each_IsListed()
    {
        var index = Repository.Read("docs/README.md");
        Assert.All(Repository.Files.Where(path => path.StartsWith("docs/adr/", StringComparison.Ordinal)), path =>
        {
            Assert.Matches(@"^docs/adr/\d{4}-[a-z0-9-]+\.md$", path);
            Assert.Contains($"({path["docs/".Length..]})", index, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Documents_OfTheIndex_AreListedOnceAndInOrder()
    {
        string[] listed = [.. IndexedPage().Matches(Repository.Read("docs/README.md")).Select(static link => "docs/" + link.Groups["page"].Value)];
        Assert.Equal(
            Repository.Files.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal))
                .Where(path => path.Count(static c => c == '/') > 1).Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
        var decisions = listed.Where(path => path.StartsWith("docs/adr/", StringComparison.Ordinal));
        Assert.Equal(decisions.Order(StringComparer.Ordinal), decisions);
    }

    private static bool HoldsTests(string project)
    {
        var folder = project[..(project.LastIndexOf('/') + 1)];
        return Repository.Sources.Any(file =>
            file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Code.Any(line => line.Trim() is "[Fact]" or "[Theory]"));
    }

    private static IEnumerable<Finding> DeadLinks(string document)
    {
        var lines = Repository.Lines(document);
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (Match link in Link().Matches(lines[i]))
            {
                var target = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, link.Groups["target"].Value);
                if (!Path.Exists(target)) yield return new(document, i + 1, $"links to {link.Groups["target"].Value}, which is not there");
            }
        }
    }

    [GeneratedRegex(@"\]\((?!\w+:|#)(?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?<page>(adr|checklists|guide|internals)/[^)#]+)\)")]
    private static partial Regex IndexedPage();

    [GeneratedRegex(@"^\| (?<package>[\w.-]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

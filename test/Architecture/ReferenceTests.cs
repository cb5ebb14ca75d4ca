using Kybernet.Architecture.Tests.Rules;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public class ReferenceTests
{
    private const string Decide = "decide what it may know, in ReferenceTable and in ARCHITECTURE.md";

    private static readonly Dictionary<string, ProjectFile> s_projects =
        Repository.Projects("src/").ToDictionary(path => path, ProjectFile.Load);

    [Fact]
    public void Projects_Component_IsInTheTable() =>
        Finding.AssertNone(s_projects.Values
            .Where(project => project.Component != ReferenceTable.Anything && !ReferenceTable.Allowed.ContainsKey(project.Component))
            .Select(project => new Finding(project.Path, 0, $"{project.Component} is not in the reference table: {Decide}")));

    [Fact]
    public void Projects_References_AreThoseOfTheTable() => Finding.AssertNone(s_projects.Values.SelectMany(NotAllowed));

    [Fact]
    public void Projects_Generator_IsTakenByTheObjectModelOnly() =>
        Finding.AssertNone(s_projects.Values
            .Where(project => project.Analyzers.Count > 0 && !ReferenceTable.TakeGenerator.Contains(project.Component))
            .Select(project => new Finding(project.Path, 0, "takes a source generator of ours")));

    [Fact]
    public void Projects_Sources_AreTheirOwn() =>
        Finding.AssertNone(s_projects.Values
            .Where(project => project.Component != "Api.Generator")
            .SelectMany(project => project.BorrowedSources
                .Select(source => new Finding(project.Path, 0, $"compiles {source}: reference its project"))));

    [Fact]
    public void Table_Arrows_HaveNoCircle()
    {
        foreach (var (component, allowed) in ReferenceTable.Allowed)
            foreach (var other in allowed)
                Assert.False(ReferenceTable.Allowed[other].Contains(component), $"{component} and {other} may reference each other");
    }

    private static IEnumerable<Finding> NotAllowed(ProjectFile project)
    {
        if (!ReferenceTable.Allowed.TryGetValue(project.Component, out var allowed)) yield break;
        var names = allowed.Length == 0 ? "nothing of ours" : string.Join(", ", allowed) + " only";
        foreach (var reached in Reached(project))
        {
            var other = ReferenceTable.ComponentOf(reached);
            if (other == project.Component || allowed.Contains(other)) continue;
            yield return new(project.Path, 0, $"reaches {other}, but may reference {names}");
        }
    }

    /// <summary>The projects that the program of this one is linked with, references of references included.</summary>
    private static HashSet<string> Reached(ProjectFile project)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>(project.References);
        while (left.TryPop(out var path))
            if (reached.Add(path)) foreach (var next in s_projects[path].References) left.Push(next);
        return reached;
    }
}

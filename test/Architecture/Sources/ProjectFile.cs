using System.Xml.Linq;
using Kybernet.Architecture.Tests.Rules;

namespace Kybernet.Architecture.Tests.Sources;

/// <summary>A project file under src/, as far as references go.</summary>
internal sealed class ProjectFile
{
    private ProjectFile(string path, XDocument xml)
    {
        Path = path;
        References = [.. Of(xml, "ProjectReference", "Include").Where(item => !IsAnalyzer(item.Element)).Select(item => Resolve(item.Value))];
        Analyzers = [.. Of(xml, "ProjectReference", "Include").Where(item => IsAnalyzer(item.Element)).Select(item => Resolve(item.Value))];
        Packages = [.. Of(xml, "PackageReference", "Include").Select(item => item.Value)];
        PackageVersions =
        [
            .. Of(xml, "PackageReference", "Version").Select(item => item.Value),
            .. Of(xml, "PackageReference", "VersionOverride").Select(item => item.Value),
        ];
        BorrowedSources = [.. Of(xml, "Compile", "Include").Select(item => item.Value).Where(value => value.Contains("../", StringComparison.Ordinal))];
    }

    public string Path { get; }

    public string Component => ReferenceTable.ComponentOf(Path);

    /// <summary>The project files the program is linked with.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The project files that only run inside the compiler.</summary>
    public IReadOnlyList<string> Analyzers { get; }

    public IReadOnlyList<string> Packages { get; }

    /// <summary>Versions that the project file gives itself.</summary>
    public IReadOnlyList<string> PackageVersions { get; }

    /// <summary>Source files compiled in from outside the project's folder.</summary>
    public IReadOnlyList<string> BorrowedSources { get; }

    public static ProjectFile Load(string path) => new(path, XDocument.Parse(Repository.Read(path)));

    private static IEnumerable<(XElement Element, string Value)> Of(XDocument xml, string item, string attribute) =>
        xml.Descendants(item).Where(element => element.Attribute(attribute) is not null).Select(element => (element, element.Attribute(attribute)!.Value));

    private static bool IsAnalyzer(XElement reference) =>
        reference.Attribute("OutputItemType")?.Value == "Analyzer" && reference.Attribute("ReferenceOutputAssembly")?.Value == "false";

    private string Resolve(string reference)
    {
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, System.IO.Path.GetDirectoryName(Path)!, reference.Replace('\\', '/')));
        return System.IO.Path.GetRelativePath(Repository.Root, full).Replace('\\', '/');
    }
}

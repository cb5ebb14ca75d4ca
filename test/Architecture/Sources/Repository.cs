namespace Kybernet.Architecture.Tests.Sources;

/// <summary>The files of the repository, paths relative to its root and with forward slashes.</summary>
internal static class Repository
{
    private static readonly string[] s_notOurs = ["artifacts", "bin", "obj", ".git", ".vs", ".idea", ".vscode"];

    /// <summary>The directory of Kybernet.slnx, found upwards from the test program.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every file but build output.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>Our C#, generated code excluded.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, Read(path)))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => Read(path).Split('\n');

    /// <summary>The project files under a folder (<c>src/</c>).</summary>
    public static IEnumerable<string> Projects(string folder) =>
        Files.Where(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal));

    private static string FindRoot(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Kybernet.slnx"))) return directory.FullName;
        throw new InvalidOperationException($"no directory above {from} holds Kybernet.slnx");
    }

    private static IEnumerable<string> Walk(string directory) =>
        Directory.EnumerateFiles(directory).Concat(Directory.EnumerateDirectories(directory)
            .Where(inner => !s_notOurs.Contains(Path.GetFileName(inner)))
            .SelectMany(Walk));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}

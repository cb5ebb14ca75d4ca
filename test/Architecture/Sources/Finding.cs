namespace Kybernet.Architecture.Tests.Sources;

/// <summary>A place that breaks a rule.</summary>
/// <param name="Path">The file, relative to the repository's root.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{Path}:{Line}: {Message}" : $"{Path}: {Message}";

    /// <summary>Fails the test with every finding, one a line.</summary>
    public static void AssertNone(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        if (all.Count > 0) Assert.Fail($"{all.Count} found:\n" + string.Join('\n', all));
    }
}

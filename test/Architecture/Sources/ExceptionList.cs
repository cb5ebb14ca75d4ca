namespace Kybernet.Architecture.Tests.Sources;

/// <summary>
/// What existed when a rule was made, or cannot follow it: lines of <c>path  count  # reason</c>. A list only shrinks: a count
/// above what is found fails like one below it.
/// </summary>
internal sealed class ExceptionList
{
    private readonly string _file;
    private readonly Dictionary<string, int> _allowed;

    private ExceptionList(string file, Dictionary<string, int> allowed)
    {
        _file = file;
        _allowed = allowed;
    }

    /// <summary>Reads <c>test/Architecture/Exceptions/{name}.txt</c>.</summary>
    public static ExceptionList Load(string name)
    {
        var file = $"test/Architecture/Exceptions/{name}.txt";
        return Parse(file, Repository.Lines(file));
    }

    public static ExceptionList Parse(string file, IEnumerable<string> lines)
    {
        var allowed = lines
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0)
            .ToDictionary(words => words[0], words => int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
        return new(file, allowed);
    }

    /// <summary>The findings of files that have more than the list allows, and the entries that allow more than there is.</summary>
    public IEnumerable<Finding> Apply(IEnumerable<Finding> findings)
    {
        var byFile = findings.GroupBy(finding => finding.Path).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var (path, found) in byFile)
        {
            if (found.Count <= _allowed.GetValueOrDefault(path)) continue;
            foreach (var finding in found) yield return finding;
        }

        foreach (var (path, allowed) in _allowed)
        {
            var found = byFile.TryGetValue(path, out var there) ? there.Count : 0;
            if (found < allowed) yield return new(_file, 0, $"allows {path} {allowed}, {found} are there: the list only shrinks, {Shrunk(found)}");
        }
    }

    private static string Shrunk(int found) => found == 0 ? "remove the line" : $"make it {found}";
}

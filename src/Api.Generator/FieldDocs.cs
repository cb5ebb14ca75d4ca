using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>
/// The documentation of types and fields, read from the file that the build distils from a package's XML documentation:
/// lines of <c>class TAB property TAB text</c>, the property empty for the class itself.
/// </summary>
internal sealed class FieldDocs
{
    private readonly Dictionary<(string Class, string Property), string> _texts = new();

    public static FieldDocs Parse(IEnumerable<string> files)
    {
        var docs = new FieldDocs();
        foreach (var line in files.SelectMany(file => file.Split('\n')))
        {
            var parts = line.Split('\t');
            if (parts.Length == 3) docs._texts[(parts[0], parts[1])] = parts[2];
        }

        return docs;
    }

    public string? Of(SchemaType type) => Of(type, "");

    public string? Of(SchemaType type, string property)
    {
        foreach (var candidate in ClassNames(type))
            if (_texts.TryGetValue((candidate, property), out var text)) return text;
        return null;
    }

    /// <summary>
    /// The package names a class by version and type (<c>V1Pod</c>), and by group, version and type where two groups have
    /// the same (<c>Corev1Event</c>).
    /// </summary>
    private static IEnumerable<string> ClassNames(SchemaType type)
    {
        var version = type.File.Version;
        var group = type.File.Id.Split('.')[0];
        yield return Capital(group) + version + type.Name;
        yield return Capital(version) + type.Name;
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}

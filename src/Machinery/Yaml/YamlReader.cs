using System.Text;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Yaml;

/// <summary>Reads YAML 1.1 and JSON the way kubectl does, into JSON.</summary>
/// <remarks>
/// <para>What kubectl's reader takes for a number, a boolean or text is taken for the same here: <c>yes</c>, <c>on</c> and
/// <c>y</c> are true, <c>010</c> is 8, <c>1_000</c> is 1000, timestamps are text. Keys become strings.</para>
/// <para>No input makes it throw, and its memory is bounded by a multiple of the input's size and the options' limits.</para>
/// </remarks>
public static class YamlReader
{
    /// <summary>Reads all documents of a source in UTF-8, or in UTF-16 with a byte order mark.</summary>
    /// <remarks>Documents written in JSON keep referring to <paramref name="source"/>.</remarks>
    public static YamlReadResult Read(ReadOnlyMemory<byte> source, YamlReadOptions? options = null)
    {
        var documents = new List<YamlDocument>();
        var enumerator = Enumerate(source, options);
        while (enumerator.MoveNext()) documents.Add(enumerator.Current);
        return new(documents.ToListOf(), enumerator.Error);
    }

    /// <summary>Reads all documents of a source.</summary>
    public static YamlReadResult Read(string source, YamlReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Read(Encoding.UTF8.GetBytes(source), options);
    }

    /// <summary>Reads the documents of a source one by one.</summary>
    public static YamlDocumentEnumerator Enumerate(ReadOnlyMemory<byte> source, YamlReadOptions? options = null) =>
        new(source, options ?? YamlReadOptions.Default);
}

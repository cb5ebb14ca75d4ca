using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Cli.Resources;

/// <summary>Reads the objects of <c>-f</c>: files, directories, standard input, URLs. Lists count as their items.</summary>
internal static class ManifestFiles
{
    private static readonly string[] s_extensions = [".json", ".yaml", ".yml"];

    /// <summary>The objects as the user wrote them, with the files they are from.</summary>
    /// <exception cref="CliException">A file is not there, or is no manifest.</exception>
    public static async Task<List<(JsonValue Object, string Source)>> ReadAsync(Invocation run, CancellationToken cancel)
    {
        var objects = new List<(JsonValue, string)>();
        foreach (var name in run.Flags.Values("filename"))
        {
            if (name == "-")
            {
                Parse(await run.ReadInputAsync(cancel), "STDIN", objects);
            }
            else if (name.StartsWith("http://", StringComparison.Ordinal) || name.StartsWith("https://", StringComparison.Ordinal))
            {
                using var http = new HttpClient();
                Parse(await http.GetByteArrayAsync(new Uri(name), cancel), name, objects);
            }
            else
            {
                foreach (var file in Files(name, run.Flags.Is("recursive"))) Parse(await File.ReadAllBytesAsync(file, cancel), file, objects);
            }
        }

        return objects;
    }

    /// <summary>The objects with what the server calls their resources, and the namespaces they go to.</summary>
    public static async Task<List<Target>> TargetsAsync(Invocation run, CancellationToken cancel)
    {
        var objects = await ReadAsync(run, cancel);
        var targets = new List<Target>();
        if (objects.Count == 0) return targets;
        var map = await run.Cluster.ResourcesAsync(cancel);
        var space = await run.Cluster.NamespaceAsync(cancel);
        foreach (var (value, source) in objects) targets.Add(ToTarget(value, source, map, space, run.Cluster.HasNamespaceFlag));
        return targets;
    }

    private static Target ToTarget(JsonValue value, string source, ResourceMap map, string space, bool isForced)
    {
        var (apiVersion, kind) = (value.Text("apiVersion"), value.Text("kind"));
        if (map.Find(GroupVersionKind.FromApiVersionAndKind(apiVersion, kind)) is not { } resource)
        {
            throw new CliException(
                $"resource mapping not found for name: {QuotedText.Of(value.Name())} namespace: {QuotedText.Of(value.Space())} from "
                + $"{QuotedText.Of(source)}: no matches for kind {QuotedText.Of(kind)} in version {QuotedText.Of(apiVersion)}\n"
                + "ensure CRDs are installed first");
        }

        if (!resource.IsNamespaced) return new(resource, "", value.Name(), value, source);
        if (isForced && value.Space() is { Length: > 0 } own && own != space)
        {
            throw new CliException(
                $"the namespace from the provided object {QuotedText.Of(own)} does not match the namespace {QuotedText.Of(space)}. "
                + $"You must pass '--namespace={own}' to perform this operation.");
        }

        if (value.Space().Length == 0) value = value.Set(["metadata", "namespace"], space);
        return new(resource, value.Space(), value.Name(), value, source);
    }

    private static List<string> Files(string path, bool isRecursive)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new CliException($"the path {QuotedText.Of(path)} does not exist");
        var depth = isRecursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        var files = Directory.EnumerateFiles(path, "*", depth)
            .Where(static file => s_extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new CliException(
            $"error reading [{path}]: recognized file extensions are [.json .yaml .yml]");
    }

    private static void Parse(byte[] bytes, string source, List<(JsonValue Object, string Source)> objects)
    {
        var documents = YamlReader.Enumerate(bytes);
        foreach (var document in documents)
        {
            var value = ApiRequests.Read(document.Json.Span);
            if (value.IsNull) continue;
            var missing = value.Text("kind").Length == 0 ? "Kind" : value.Text("apiVersion").Length == 0 ? "apiVersion" : null;
            if (missing is not null)
            {
                var text = Encoding.UTF8.GetString(document.Json.Span);
                throw new CliException($"unable to decode {QuotedText.Of(source)}: Object '{missing}' is missing in '{text}'");
            }

            if (value.Text("kind").EndsWith("List", StringComparison.Ordinal) && value["items"].Kind == JsonKind.Array)
                foreach (var item in value["items"].Items) objects.Add((item, source));
            else
                objects.Add((value, source));
        }

        if (documents.Error is { } error) throw new CliException($"error parsing {source}: error converting YAML to JSON: {error.Message}");
    }
}

using Kybernet.Base.Pki;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Cli.Clusters;

/// <summary>Kubeconfig files as they are written, for reading and changing them.</summary>
internal static class ConfigFile
{
    private static readonly string[] s_lists = ["clusters", "contexts", "users"];
    private static readonly string[] s_data = ["certificate-authority-data", "client-certificate-data", "client-key-data"];

    /// <summary>All files as one, with lists sorted by name; of what several say, the first counts.</summary>
    public static async Task<JsonValue> MergedAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var merged = JsonMaps.Of(("apiVersion", "v1"), ("kind", "Config"), ("preferences", JsonMaps.Of()), ("current-context", ""));
        var entries = s_lists.ToDictionary(static list => list, static _ => new SortedDictionary<string, JsonValue>(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            if (!File.Exists(path)) continue;
            var file = await ReadAsync(path, cancel);
            if (merged.Text("current-context").Length == 0) merged = merged.With("current-context", file.Text("current-context"));
            foreach (var list in s_lists)
                foreach (var entry in file[list].Items) entries[list].TryAdd(entry.Text("name"), entry);
        }

        // An empty list is null, as kubectl writes it.
        foreach (var list in s_lists) merged = merged.With(list, entries[list].Count > 0 ? JsonMaps.ListOf(entries[list].Values) : default);
        return merged;
    }

    /// <exception cref="CliException">The file is no YAML.</exception>
    public static async Task<JsonValue> ReadAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) return JsonMaps.Of(("apiVersion", "v1"), ("kind", "Config"));
        var read = YamlReader.Read(await File.ReadAllBytesAsync(path, cancel));
        if (read.Error is { } error) throw new CliException($"error loading config file \"{path}\": {error.Message}");
        return read.Documents.IsEmpty ? JsonMaps.Of(("apiVersion", "v1"), ("kind", "Config")) : ApiRequests.Read(read.Documents[0].Json.Span);
    }

    /// <summary>Replaces the file in one step; only its owner may read it.</summary>
    public static void Write(string path, JsonValue config) => SecretFile.Write(path, JsonText.Yaml(config));

    /// <summary>The entry of that name; null when there is none.</summary>
    public static JsonValue Entry(JsonValue config, string list, string name) => config[list].Items.FirstOrDefault(entry => entry.Text("name") == name);

    /// <summary>Without certificates, keys and tokens.</summary>
    public static JsonValue Redacted(JsonValue value)
    {
        if (value.Kind == JsonKind.Array) return JsonMaps.ListOf(value.Items.Select(Redacted));
        if (value.Kind != JsonKind.Object) return value;
        foreach (var (name, member) in value.Pairs())
        {
            var hidden = s_data.Contains(name) ? "DATA+OMITTED"
                : name is "token" or "password" ? "REDACTED" : null;
            value = value.With(name, hidden is null ? Redacted(member) : hidden);
        }

        return value;
    }
}

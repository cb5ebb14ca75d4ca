using System.Text;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Create;

/// <summary>Config maps and secrets as kubectl makes them of literals, files and lists of variables.</summary>
internal static class GeneratedData
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<JsonValue> ConfigMapAsync(Invocation run, string name, CancellationToken cancel)
    {
        var (text, binary) = (JsonMaps.Of(), JsonMaps.Of());
        foreach (var (key, bytes) in await EntriesAsync(run, "configmap", cancel))
        {
            if (TextOf(bytes) is { } value) text = text.With(key, value);
            else binary = binary.With(key, Convert.ToBase64String(bytes));
        }

        return JsonMaps.Of(
            ("apiVersion", "v1"), ("kind", "ConfigMap"), ("metadata", GeneratedObjects.Metadata(name)),
            ("data", text.Members.Count > 0 ? text : default), ("binaryData", binary.Members.Count > 0 ? binary : default));
    }

    public static async Task<JsonValue> SecretAsync(Invocation run, string name, CancellationToken cancel)
    {
        var data = JsonMaps.Of();
        foreach (var (key, bytes) in await EntriesAsync(run, "secret", cancel)) data = data.With(key, Convert.ToBase64String(bytes));
        return Secret(name, data, run.Flags["type"]);
    }

    public static async Task<JsonValue> TlsSecretAsync(Invocation run, string name, CancellationToken cancel)
    {
        if (run.Flags["cert"].Length == 0 || run.Flags["key"].Length == 0) throw new CliException("key and cert must be specified");
        return Secret(
            name,
            JsonMaps.Of(
                ("tls.crt", Convert.ToBase64String(await FileAsync(run.Flags["cert"], cancel))),
                ("tls.key", Convert.ToBase64String(await FileAsync(run.Flags["key"], cancel)))),
            "kubernetes.io/tls");
    }

    private static JsonValue Secret(string name, JsonValue data, string type) => JsonMaps.Of(
        ("apiVersion", "v1"), ("kind", "Secret"), ("metadata", GeneratedObjects.Metadata(name)),
        ("data", data.Members.Count > 0 ? data : default), ("type", type.Length > 0 ? type : default(JsonValue)));

    private static async Task<List<(string Key, byte[] Value)>> EntriesAsync(Invocation run, string kind, CancellationToken cancel)
    {
        var entries = new List<(string Key, byte[] Value)>();
        foreach (var literal in run.Flags.Values("from-literal"))
        {
            var equals = literal.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new CliException($"invalid literal source {literal}, expected key=value");
            var value = literal[(equals + 1)..];
            if (value.Length >= 2 && value[0] == value[^1] && value[0] is '\'' or '"') value = value[1..^1];
            Add(entries, kind, literal[..equals], Encoding.UTF8.GetBytes(value));
        }

        foreach (var source in run.Flags.Values("from-file"))
        {
            var equals = source.IndexOf('=', StringComparison.Ordinal);
            var path = source[(equals + 1)..];
            if (equals < 0 && Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
                    Add(entries, kind, Path.GetFileName(file), await FileAsync(file, cancel));
            else
                Add(entries, kind, equals < 0 ? Path.GetFileName(path) : source[..equals], await FileAsync(path, cancel));
        }

        foreach (var file in run.Flags.Values("from-env-file"))
        {
            foreach (var line in Encoding.UTF8.GetString(await FileAsync(file, cancel)).Split('\n'))
            {
                var text = line.TrimStart().TrimEnd('\r');
                if (text.Length == 0 || text[0] == '#') continue;
                var equals = text.IndexOf('=', StringComparison.Ordinal);
                var key = equals < 0 ? text : text[..equals];
                Add(entries, kind, key, Encoding.UTF8.GetBytes(equals < 0 ? run.Options.Variable(key) : text[(equals + 1)..]));
            }
        }

        return entries;
    }

    private static void Add(List<(string Key, byte[] Value)> entries, string kind, string key, byte[] value)
    {
        if (entries.Any(entry => entry.Key == key))
        {
            var owner = kind == "secret" ? "Secret" : "ConfigMap";
            throw new CliException($"cannot add key {QuotedText.Of(key)}, another key by that name already exists in Data for {owner}");
        }

        entries.Add((key, value));
    }

    private static async Task<byte[]> FileAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"error reading {path}: no such file or directory");
        }
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

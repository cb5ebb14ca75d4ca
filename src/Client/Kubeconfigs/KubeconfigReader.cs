using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Client.Kubeconfigs;

/// <summary>Reads a kubeconfig from its text.</summary>
public static class KubeconfigReader
{
    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">Where the file lies: relative paths in it start there.</param>
    /// <exception cref="FormatException">The text is no kubeconfig; the message says where.</exception>
    public static Kubeconfig Read(string yaml, string folder)
    {
        var read = YamlReader.Read(yaml);
        if (read.Error is { } error) throw new FormatException(error.ToString());
        if (read.Documents.IsEmpty) return Kubeconfig.Empty;
        var json = new JsonReader(read.Documents[0].Json.Span, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref json);
        return new()
        {
            CurrentContext = Text(value["current-context"]),
            Clusters = Entries(value["clusters"], entry => Cluster(entry["cluster"], folder)),
            Users = Entries(value["users"], entry => User(entry["user"], folder)),
            Contexts = Entries(value["contexts"], static entry => Context(entry["context"])),
        };
    }

    private static Dictionary<string, T> Entries<T>(JsonValue list, Func<JsonValue, T> read)
    {
        var entries = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in list.Items) entries.TryAdd(Text(entry["name"]), read(entry));
        return entries;
    }

    private static KubeconfigContext Context(JsonValue value) => new(Text(value["cluster"]), Text(value["user"]), Text(value["namespace"]));

    private static KubeconfigCluster Cluster(JsonValue value, string folder) => new()
    {
        Server = Text(value["server"]),
        TlsServerName = Text(value["tls-server-name"]),
        InsecureSkipTlsVerify = value["insecure-skip-tls-verify"].AsBool() ?? false,
        CertificateAuthority = Path(value["certificate-authority"], folder),
        CertificateAuthorityData = Data(value, "certificate-authority-data"),
        ProxyUrl = Text(value["proxy-url"]),
    };

    private static KubeconfigUser User(JsonValue value, string folder) => new()
    {
        ClientCertificate = Path(value["client-certificate"], folder),
        ClientCertificateData = Data(value, "client-certificate-data"),
        ClientKey = Path(value["client-key"], folder),
        ClientKeyData = Data(value, "client-key-data"),
        Token = Text(value["token"]),
        TokenFile = Path(value["tokenFile"], folder),
        Username = Text(value["username"]),
        Password = Text(value["password"]),
        As = Text(value["as"]),
        AsUid = Text(value["as-uid"]),
        AsGroups = [.. value["as-groups"].Items.Select(Text)],
        Exec = value["exec"].IsNull ? null : Exec(value["exec"], folder),
    };

    private static KubeconfigExec Exec(JsonValue value, string folder)
    {
        var command = Text(value["command"]);
        // A name alone is looked for in PATH, as a shell does.
        if (command.Contains('/', StringComparison.Ordinal)) command = System.IO.Path.GetFullPath(command, folder);
        return new(
            command,
            [.. value["args"].Items.Select(Text)],
            [.. value["env"].Items.Select(static entry => (Text(entry["name"]), Text(entry["value"])))],
            Text(value["apiVersion"]),
            Text(value["installHint"]));
    }

    private static string Text(JsonValue value) => value.AsString() ?? "";

    private static string Path(JsonValue value, string folder) => Text(value) is { Length: > 0 } path ? System.IO.Path.GetFullPath(path, folder) : "";

    private static string Data(JsonValue value, string member)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(Text(value[member])));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{member}: {e.Message}", e);
        }
    }
}

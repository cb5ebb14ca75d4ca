using System.Text;
using System.Text.Json;
using Kybernet.ApiServer.Encryption.Kms;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Encryption;

/// <summary>
/// Reads an <c>EncryptionConfiguration</c> of <c>apiserver.config.k8s.io/v1</c>, as YAML or JSON. Upstream:
/// <c>apiserver/pkg/server/options/encryptionconfig</c>.
/// </summary>
internal static class EncryptionConfiguration
{
    private const string Version = "apiserver.config.k8s.io/v1";
    private const string Kind = "EncryptionConfiguration";

    /// <summary>The keys; null with what is wrong and where. A secret is never said.</summary>
    /// <param name="yaml">The configuration.</param>
    /// <param name="nonces">Makes what must not be twice.</param>
    /// <param name="services">Makes the keys of a service, which are not started.</param>
    /// <param name="problem">Empty when nothing is wrong.</param>
    public static EncryptionKeys? Read(string yaml, INonceSource nonces, Func<KmsOptions, KmsKeyring> services, out string problem)
    {
        problem = "";
        var read = YamlReader.Read(yaml);
        if (read.Error is { } error) return Fail($"{error}", out problem);
        if (read.Documents.Count != 1) return Fail("one document is expected", out problem);
        try
        {
            using var document = JsonDocument.Parse(read.Documents[0].Json);
            var made = new Dictionary<string, KmsKeyring>(StringComparer.Ordinal);
            var rules = Rules(document.RootElement, (provider, path) => provider.Name == "kms"
                ? [Service(KmsSettings.Read(provider.Value, path), path, services, made)]
                : Provider(provider, path, nonces));
            return new(rules, [.. made.Values]);
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            return Fail(failure.Message, out problem);
        }
    }

    private static EncryptionKeys? Fail(string message, out string problem)
    {
        problem = message;
        return null;
    }

    private static List<EncryptionRule> Rules(JsonElement root, Func<JsonProperty, string, List<IValueTransformer>> read)
    {
        if (Text(root, "apiVersion") != Version || Text(root, "kind") != Kind) throw new FormatException($"{Version}, Kind={Kind} is expected");
        var rules = new List<EncryptionRule>();
        foreach (var (item, index) in Items(root, "resources").Select(static (item, index) => (item, index)))
        {
            var path = $"resources[{index}]";
            var names = Items(item, "resources").Select(static name => name.GetString() ?? "").ToList();
            if (names.Count == 0) throw new FormatException($"{path}.resources: Required value: at least one {path}.resources is required");
            foreach (var name in names) CheckName(name, $"{path}.resources");
            var transformers = new List<IValueTransformer>();
            foreach (var (provider, number) in Items(item, "providers").Select(static (provider, number) => (provider, number)))
                transformers.AddRange(read(Only(provider, $"{path}.providers[{number}]"), $"{path}.providers[{number}]"));
            if (transformers.Count == 0) throw new FormatException($"{path}.providers: Required value: at least one {path}.providers is required");
            rules.Add(new(names, new(transformers)));
        }

        return rules.Count > 0 ? rules : throw new FormatException("resources: Required value: at least one resources is required");
    }

    private static void CheckName(string name, string path)
    {
        if (name.Length == 0) throw new FormatException($"{path}: Invalid value: \"\": group or resource cannot be empty");
        if (name == "*" || (name.StartsWith("*.", StringComparison.Ordinal) && name.Length > 3 && name.Contains("*.", StringComparison.Ordinal)
            && name.IndexOf('*', 1) > 0 && name != "*.*"))
            throw new FormatException($"{path}: Invalid value: \"{name}\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all");
    }

    private static KmsTransformer Service(KmsOptions options, string path, Func<KmsOptions, KmsKeyring> services, Dictionary<string, KmsKeyring> made)
    {
        if (made.ContainsKey(options.Name))
            throw new FormatException($"{path}.kms.name: Invalid value: \"{options.Name}\": duplicate KMS provider name {options.Name}, names must be unique");
        return new(made[options.Name] = services(options));
    }

    private static JsonProperty Only(JsonElement provider, string path)
    {
        var members = provider.EnumerateObject().ToList();
        if (members.Count == 0)
            throw new FormatException(
                $"{path}: Required value: provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity");
        if (members.Count > 1)
            throw new FormatException(
                $"{path}: Invalid value: more than one provider specified in a single element, should split into different list elements");
        return members[0];
    }

    private static List<IValueTransformer> Provider(JsonProperty provider, string path, INonceSource nonces)
    {
        var (kind, value) = (provider.Name, provider.Value);
        return kind switch
        {
            "identity" => [new IdentityTransformer()],
            "aesgcm" => Keys(value, $"{path}.aesgcm.keys", kind, [16, 24, 32], (prefix, key) => new AesGcmTransformer(prefix, key, nonces)),
            "aescbc" => Keys(value, $"{path}.aescbc.keys", kind, [16, 24, 32], (prefix, key) => new AesCbcTransformer(prefix, key, nonces)),
            "secretbox" => Keys(value, $"{path}.secretbox.keys", kind, [32], (prefix, key) => new SecretboxTransformer(prefix, key, nonces)),
            _ => throw new FormatException($"{path}: unknown provider {kind}"),
        };
    }

    private static List<IValueTransformer> Keys(
        JsonElement value, string path, string kind, int[] sizes, Func<ReadOnlyMemory<byte>, byte[], IValueTransformer> make)
    {
        var made = new List<IValueTransformer>();
        foreach (var (item, index) in Items(value, "keys").Select(static (item, index) => (item, index)))
        {
            var name = Text(item, "name");
            if (name.Length == 0) throw new FormatException($"{path}[{index}].name: Required value: name is a mandatory field for a key");
            var secret = Text(item, "secret");
            if (secret.Length == 0) throw new FormatException($"{path}[{index}].secret: Required value: secret is a mandatory field for a key");
            var key = new byte[secret.Length];
            if (!Convert.TryFromBase64String(secret, key, out var length))
                throw new FormatException($"{path}[{index}].secret: Invalid value: \"REDACTED\": secrets must be base64 encoded");
            if (!sizes.Contains(length))
            {
                throw new FormatException(
                    $"{path}[{index}].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got {length}, "
                    + $"expected one of [{string.Join(' ', sizes)}]");
            }

            made.Add(make(Encoding.UTF8.GetBytes($"k8s:enc:{kind}:v1:{name}:"), key[..length]));
        }

        return made.Count > 0 ? made : throw new FormatException($"{path}: Required value: at least one keys is required");
    }

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()!
            : "";

    private static List<JsonElement> Items(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray()]
            : [];
}

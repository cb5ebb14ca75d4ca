using System.Text;
using System.Text.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>Reads the provider <c>kms</c> of an <c>EncryptionConfiguration</c>. Upstream: <c>validateKMSConfiguration</c>.</summary>
internal static class KmsSettings
{
    private const string Scheme = "unix";

    // Upstream: defaultTimeout.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    /// <param name="kms">The provider.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="FormatException">It is wrong; the message says where.</exception>
    public static KmsOptions Read(JsonElement kms, string path)
    {
        var (name, endpoint, version) = (Text(kms, "name"), Text(kms, "endpoint"), Text(kms, "apiVersion"));
        if (name.Length == 0) throw new FormatException($"{path}.kms.name: Required value: name is a mandatory field for a provider");
        if (name.Contains(':', StringComparison.Ordinal))
            throw new FormatException($"{path}.kms.name: Invalid value: \"{name}\": invalid KMS provider name {name}, must not contain ':'");
        if (version != "v2")
            throw new FormatException($"{path}.kms.apiVersion: Invalid value: \"{version}\": unsupported apiVersion for KMS provider, only v2 is supported");
        if (kms.TryGetProperty("cachesize", out _))
            throw new FormatException($"{path}.kms.cachesize: Invalid value: cachesize is not supported in v2");
        if (endpoint.Length == 0) throw new FormatException($"{path}.kms.endpoint: Invalid value: \"\": endpoint is a mandatory field for a kms");
        return new(name, SocketOf(endpoint, path), Timeout(Text(kms, "timeout"), path));
    }

    /// <summary>A path after two slashes is from the root, as upstream has it: <c>unix:///run/kms.sock</c>; <c>unix:///@name</c> is abstract.</summary>
    private static string SocketOf(string endpoint, string path)
    {
        var parts = endpoint.Split("://", 2);
        if (parts[0] != Scheme || parts.Length < 2)
        {
            throw new FormatException(
                $"{path}.kms.endpoint: Invalid value: \"{endpoint}\": unsupported scheme \"{parts[0]}\" for KMS provider, only unix is supported");
        }

        return parts[1].StartsWith("/@", StringComparison.Ordinal) ? "\0" + parts[1][2..] : parts[1];
    }

    private static TimeSpan Timeout(string text, string path)
    {
        if (text.Length == 0) return s_timeout;
        return Duration.TryParse(Encoding.UTF8.GetBytes(text), out var parsed) && parsed.ToTimeSpan() > TimeSpan.Zero
            ? parsed.ToTimeSpan()
            : throw new FormatException($"{path}.kms.timeout: Invalid value: \"{text}\": timeout should be a positive value");
    }

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()!
            : "";
}

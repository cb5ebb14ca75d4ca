using System.Text;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Images;

/// <summary>The credentials in a Secret of docker's configuration. Pure.</summary>
/// <remarks>Upstream: pkg/credentialprovider.</remarks>
internal static class PullSecrets
{
    public static IReadOnlyList<AuthConfig> For(Secret secret, string image)
    {
        try
        {
            if (secret.Data.TryGetValue(".dockerconfigjson", out var config))
            {
                using var document = JsonDocument.Parse(config.Memory);
                return document.RootElement.TryGetProperty("auths", out var auths) ? Read(auths, image) : [];
            }

            if (!secret.Data.TryGetValue(".dockercfg", out var old)) return [];
            using var oldDocument = JsonDocument.Parse(old.Memory);
            return Read(oldDocument.RootElement, image);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return [];
        }
    }

    private static List<AuthConfig> Read(JsonElement auths, string image)
    {
        var found = new List<AuthConfig>();
        foreach (var entry in auths.EnumerateObject())
        {
            var registry = entry.Name.Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
            if (registry is "index.docker.io/v1" or "index.docker.io") registry = "docker.io";
            if (!image.StartsWith(registry + "/", StringComparison.Ordinal)) continue;
            var (user, password) = (Text(entry.Value, "username"), Text(entry.Value, "password"));
            if (Text(entry.Value, "auth") is { Length: > 0 } auth
                && Encoding.UTF8.GetString(Convert.FromBase64String(auth)).Split(':', 2) is { Length: 2 } parts)
                (user, password) = (parts[0], parts[1]);
            found.Add(new() { Username = user, Password = password, ServerAddress = entry.Name });
        }

        return found;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

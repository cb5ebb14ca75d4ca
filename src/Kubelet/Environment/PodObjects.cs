using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Kubelet.Environment;

/// <summary>The ConfigMaps and Secrets one pod uses, each read once, when first asked for.</summary>
/// <remarks>Made anew for every sync, so that a pod follows changes.</remarks>
internal sealed class PodObjects(IClient client, string @namespace)
{
    private readonly Dictionary<string, ConfigMap?> _configMaps = [];
    private readonly Dictionary<string, Secret?> _secrets = [];

    /// <returns>Null when there is none and that is allowed.</returns>
    /// <exception cref="ConfigException">It cannot be had.</exception>
    public async ValueTask<ConfigMap?> ConfigMapAsync(string name, bool isOptional, CancellationToken cancel)
    {
        if (!_configMaps.TryGetValue(name, out var found))
        {
            var read = await client.GetAsync<ConfigMap>(new(@namespace, name), cancel);
            if (!read.TryGet(out found, out var error) && !error.IsNotFound) throw new ConfigException(error.Message);
            _configMaps[name] = found;
        }

        return found ?? (isOptional ? null : throw new ConfigException($"configmap \"{name}\" not found"));
    }

    /// <inheritdoc cref="ConfigMapAsync"/>
    public async ValueTask<Secret?> SecretAsync(string name, bool isOptional, CancellationToken cancel)
    {
        if (!_secrets.TryGetValue(name, out var found))
        {
            var read = await client.GetAsync<Secret>(new(@namespace, name), cancel);
            if (!read.TryGet(out found, out var error) && !error.IsNotFound) throw new ConfigException(error.Message);
            _secrets[name] = found;
        }

        return found ?? (isOptional ? null : throw new ConfigException($"secret \"{name}\" not found"));
    }
}

using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Volumes;

/// <summary>The files of ConfigMap, Secret, downward API and projected volumes.</summary>
/// <remarks>Upstream: volume/configmap, secret, downwardapi and projected.</remarks>
internal sealed class VolumeContents(VariableSources sources, ServiceAccountTokens tokens)
{
    private const int DefaultMode = 0x1A4; // 0644

    /// <returns>Null when the volume is of another kind.</returns>
    /// <exception cref="VolumeException">What it shows is not there.</exception>
    public async Task<IReadOnlyDictionary<string, VolumeFile>?> OfAsync(Volume volume, CancellationToken cancel)
    {
        var files = new Dictionary<string, VolumeFile>(StringComparer.Ordinal);
        try
        {
            if (volume.ConfigMap is { } map) await AddAsync(files, map.Name, map.Items, map.DefaultMode, map.Optional, cancel);
            else if (volume.Secret is { } secret) await AddSecretAsync(files, secret.SecretName, secret.Items, secret.DefaultMode, secret.Optional, cancel);
            else if (volume.DownwardAPI is { } downward) AddDownward(files, downward.Items, downward.DefaultMode);
            else if (volume.Projected is { } projected) await AddProjectedAsync(files, projected, cancel);
            else return null;
        }
        catch (ConfigException e)
        {
            throw new VolumeException(e.Message);
        }

        return files;
    }

    private async Task AddProjectedAsync(Dictionary<string, VolumeFile> files, ProjectedVolumeSource projected, CancellationToken cancel)
    {
        var mode = projected.DefaultMode;
        foreach (var source in projected.Sources.ToArray())
        {
            if (source.ConfigMap is { } map) await AddAsync(files, map.Name, map.Items, mode, map.Optional, cancel);
            if (source.Secret is { } secret) await AddSecretAsync(files, secret.Name, secret.Items, mode, secret.Optional, cancel);
            if (source.DownwardAPI is { } downward) AddDownward(files, downward.Items, mode);
            if (source.ServiceAccountToken is { } token)
            {
                var text = await tokens.GetAsync(sources.Pod, token, cancel);
                files[token.Path] = TokenFile(Encoding.UTF8.GetBytes(text), mode ?? DefaultMode);
            }
        }
    }

    /// <summary>Readable for the group when the pod has one, for the pod's only user otherwise.</summary>
    private VolumeFile TokenFile(byte[] content, int mode)
    {
        var pod = sources.Pod;
        if (pod.Spec.SecurityContext?.FsGroup is not null) return new(content, 0x180); // 0600, the group is added when it is written
        var users = pod.Spec.Containers.Select(container => container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser).Distinct().ToList();
        return users is [{ } only] ? new(content, 0x180) { User = only } : new(content, mode);
    }

    private async Task AddAsync(
        Dictionary<string, VolumeFile> files, string name, ListOf<KeyToPath> items, int? mode, bool? optional, CancellationToken cancel)
    {
        if (await sources.Objects.ConfigMapAsync(name, optional == true, cancel) is not { } map) return;
        var all = map.BinaryData.ToDictionary(entry => entry.Key, entry => entry.Value.Span.ToArray(), StringComparer.Ordinal);
        foreach (var (key, value) in map.Data) all[key] = Encoding.UTF8.GetBytes(value);
        Choose(files, all, items, mode, optional, "configmap");
    }

    private async Task AddSecretAsync(
        Dictionary<string, VolumeFile> files, string name, ListOf<KeyToPath> items, int? mode, bool? optional, CancellationToken cancel)
    {
        if (await sources.Objects.SecretAsync(name, optional == true, cancel) is not { } secret) return;
        var all = secret.Data.ToDictionary(entry => entry.Key, entry => entry.Value.Span.ToArray(), StringComparer.Ordinal);
        Choose(files, all, items, mode, optional, "secret");
    }

    private static void Choose(
        Dictionary<string, VolumeFile> files, Dictionary<string, byte[]> all, ListOf<KeyToPath> items, int? mode, bool? optional, string what)
    {
        if (items.IsEmpty)
        {
            foreach (var (key, content) in all) files[key] = new(content, mode ?? DefaultMode);
            return;
        }

        foreach (var item in items)
        {
            if (all.TryGetValue(item.Key, out var content)) files[item.Path] = new(content, item.Mode ?? mode ?? DefaultMode);
            else if (optional != true) throw new VolumeException($"{what} references non-existent {(what == "secret" ? "secret" : "config")} key: {item.Key}");
        }
    }

    private void AddDownward(Dictionary<string, VolumeFile> files, ListOf<DownwardAPIVolumeFile> items, int? mode)
    {
        foreach (var item in items)
        {
            var text = item.FieldRef is { } field
                ? FieldValues.Field(sources.Pod, field.FieldPath, sources.Node, sources.PodIps)
                : item.ResourceFieldRef is { } resource
                    ? FieldValues.Resource(sources.Pod, sources.Pod.Spec.Containers[0], resource, sources.Node)
                    : "";
            files[item.Path] = new(Encoding.UTF8.GetBytes(text), item.Mode ?? mode ?? DefaultMode);
        }
    }
}

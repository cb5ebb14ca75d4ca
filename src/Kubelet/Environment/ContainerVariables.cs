using System.Text;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Environment;

/// <summary>The environment of a container: <c>envFrom</c>, then <c>env</c> in its order, then services.</summary>
/// <remarks>Upstream: kubelet_pods, makeEnvironmentVariables.</remarks>
internal static class ContainerVariables
{
    /// <exception cref="ConfigException">A source is missing.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(VariableSources sources, Container container, CancellationToken cancel)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var from in container.EnvFrom.ToArray()) await AddAllAsync(variables, from, sources.Objects, cancel);
        foreach (var variable in container.Env.ToArray())
        {
            var value = variable.Value.Length > 0
                ? Expansion.Expand(variable.Value, name => variables.GetValueOrDefault(name) ?? sources.Services.GetValueOrDefault(name))
                : variable.ValueFrom is { } source ? await ValueAsync(source, sources, container, cancel) : "";
            if (value is not null) variables[variable.Name] = value;
        }

        foreach (var (name, value) in sources.Services) variables.TryAdd(name, value);
        return variables;
    }

    private static async Task AddAllAsync(Dictionary<string, string> variables, EnvFromSource from, PodObjects objects, CancellationToken cancel)
    {
        if (from.ConfigMapRef is { } configMap && await objects.ConfigMapAsync(configMap.Name, configMap.Optional == true, cancel) is { } map)
            foreach (var (key, value) in map.Data) variables[from.Prefix + key] = value;
        if (from.SecretRef is { } secret && await objects.SecretAsync(secret.Name, secret.Optional == true, cancel) is { } values)
            foreach (var (key, value) in values.Data) variables[from.Prefix + key] = Encoding.UTF8.GetString(value.Span);
    }

    /// <returns>Null when the source is missing and that is allowed.</returns>
    private static async Task<string?> ValueAsync(EnvVarSource source, VariableSources sources, Container container, CancellationToken cancel)
    {
        var pod = sources.Pod;
        if (source.FieldRef is { } field) return FieldValues.Field(pod, field.FieldPath, sources.Node, sources.PodIps);
        if (source.ResourceFieldRef is { } resource) return FieldValues.Resource(pod, container, resource, sources.Node);
        if (source.ConfigMapKeyRef is { } fromMap)
        {
            if (await sources.Objects.ConfigMapAsync(fromMap.Name, fromMap.Optional == true, cancel) is not { } map) return null;
            if (map.Data.TryGetValue(fromMap.Key, out var text)) return text;
            return fromMap.Optional == true
                ? null
                : throw new ConfigException($"couldn't find key {fromMap.Key} in ConfigMap {pod.Metadata.Namespace}/{fromMap.Name}");
        }

        if (source.SecretKeyRef is { } fromSecret)
        {
            if (await sources.Objects.SecretAsync(fromSecret.Name, fromSecret.Optional == true, cancel) is not { } secret) return null;
            if (secret.Data.TryGetValue(fromSecret.Key, out var bytes)) return Encoding.UTF8.GetString(bytes.Span);
            return fromSecret.Optional == true
                ? null
                : throw new ConfigException($"couldn't find key {fromSecret.Key} in Secret {pod.Metadata.Namespace}/{fromSecret.Name}");
        }

        return "";
    }
}

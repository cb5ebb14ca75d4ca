using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Resources;

/// <summary>The pods behind a workload or a service. Upstream: kubectl/pkg/polymorphichelpers.</summary>
internal static class PodsOf
{
    /// <summary>The pods; of a pod itself only it.</summary>
    /// <exception cref="CliException">The object has no pods to select.</exception>
    public static async Task<IReadOnlyList<JsonValue>> AllAsync(Invocation run, Target target, CancellationToken cancel)
    {
        if (target.Resource.Kind.Kind == "Pod") return [target.Object];
        var selector = target.Object.At("spec", "selector");
        var labels = selector["matchLabels"].Kind == JsonKind.Object || selector["matchExpressions"].Kind == JsonKind.Array ? Terms(selector)
            : selector.Pairs().Select(static pair => $"{pair.Key}={pair.Value.AsString()}");
        var text = string.Join(',', labels);
        if (text.Length == 0) throw new CliException($"cannot get the pods of {target.Resource.Resource.Resource} \"{target.Name}\"");
        var map = await run.Cluster.ResourcesAsync(cancel);
        var path = ResourcePath.Of(map.Get("pods"), target.Namespace, query: ("labelSelector", text));
        var list = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(path, cancel)).Value;
        return [.. list["items"].Items.Select(item => ObjectReader.WithKind(item, map.Get("pods")))];
    }

    /// <summary>The one to talk to: running before others. Says so when there are several.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<JsonValue> OneAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var pods = await AllAsync(run, target, cancel);
        if (pods.Count == 0) throw new CliException("timed out waiting for the condition");
        var ordered = pods.OrderBy(static pod => pod.Text("spec", "nodeName").Length > 0 ? 0 : 1)
            .ThenBy(static pod => pod.Text("status", "phase") switch { "Running" => 0, "Pending" => 1, _ => 2 })
            .ThenBy(static pod => pod.At("status", "conditions").Items.Any(static one => one.Text("type") == "Ready" && one.Text("status") == "True") ? 0 : 1)
            .ThenBy(static pod => pod.Name(), StringComparer.Ordinal).ToList();
        if (pods.Count > 1) run.Warn($"Found {pods.Count} pods, using pod/{ordered[0].Name()}");
        return ordered[0];
    }

    /// <summary>The container asked for, or the pod's default; says which it took when there are several.</summary>
    public static string Container(Invocation run, JsonValue pod, string asked)
    {
        var names = pod.At("spec", "containers").Items.Select(static one => one.Name0()).ToList();
        var others = pod.At("spec", "initContainers").Items.Concat(pod.At("spec", "ephemeralContainers").Items).Select(static one => one.Name0()).ToList();
        if (asked.Length > 0)
        {
            return names.Contains(asked) || others.Contains(asked)
                ? asked
                : throw new CliException($"container {asked} not found in pod {pod.Name()}");
        }

        var annotated = pod.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container");
        if (annotated.Length > 0 && names.Contains(annotated)) return annotated;
        if (names.Count == 0) return "";
        if (names.Count + others.Count > 1)
        {
            run.Warn($"Defaulted container \"{names[0]}\" out of: {AllContainers(pod)}");
        }

        return names[0];
    }

    /// <summary>The names of all containers, with what they are beside ordinary ones.</summary>
    public static string AllContainers(JsonValue pod)
    {
        var names = pod.At("spec", "containers").Items.Select(static one => one.Name0());
        var ephemeral = pod.At("spec", "ephemeralContainers").Items.Select(static one => one.Name0() + " (ephem)");
        var init = pod.At("spec", "initContainers").Items.Select(static one => one.Name0() + " (init)");
        return string.Join(", ", names.Concat(ephemeral).Concat(init));
    }

    private static string Name0(this JsonValue container) => container.Text("name");

    private static IEnumerable<string> Terms(JsonValue selector)
    {
        foreach (var (key, value) in selector["matchLabels"].Pairs()) yield return $"{key}={value.AsString()}";
        foreach (var term in selector["matchExpressions"].Items.ToArray())
        {
            var values = string.Join(',', term["values"].Items.Select(static value => value.AsString()));
            yield return term.Text("operator") switch
            {
                "In" => $"{term.Text("key")} in ({values})",
                "NotIn" => $"{term.Text("key")} notin ({values})",
                "Exists" => term.Text("key"),
                _ => "!" + term.Text("key"),
            };
        }
    }
}

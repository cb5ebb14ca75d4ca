using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Yaml;
using Kybernet.Scheduler.Queue;

namespace Kybernet.Scheduler.Configuration;

/// <summary>Reads files of kind KubeSchedulerConfiguration, <c>kubescheduler.config.k8s.io/v1</c>, in YAML or JSON. Unknown fields are errors.</summary>
public static class ConfigurationReader
{
    private const string ApiVersion = "kubescheduler.config.k8s.io/v1";
    private const string Kind = "KubeSchedulerConfiguration";

    private static readonly string[] s_extensionPoints =
    [
        "preEnqueue", "queueSort", "preFilter", "filter", "postFilter", "preScore", "score", "reserve", "permit", "preBind", "bind", "postBind",
        "multiPoint", "placementGenerate", "placementScore",
    ];

    /// <exception cref="FormatException">The file is wrong; the message says where and how.</exception>
    public static SchedulerConfiguration Read(ReadOnlyMemory<byte> file)
    {
        var read = YamlReader.Read(file);
        if (read.Error is { } error) throw new FormatException(error.ToString());
        if (read.Documents.Count != 1) throw new FormatException($"one {Kind} is expected, there are {read.Documents.Count} documents");
        var reader = new JsonReader(read.Documents[0].Json.Span, DecodeOptions.Default);
        var root = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) throw new FormatException(fault.Message);
        return Read(new ConfigurationNode(root, ""));
    }

    private static SchedulerConfiguration Read(ConfigurationNode root)
    {
        var (apiVersion, kind) = (root.Text("apiVersion"), root.Text("kind"));
        if (kind != Kind || apiVersion != ApiVersion)
            throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\": {Kind} of {ApiVersion} is expected");
        root.Only(
            "apiVersion", "kind", "parallelism", "leaderElection", "clientConnection", "percentageOfNodesToScore", "podInitialBackoffSeconds",
            "podMaxBackoffSeconds", "profiles", "extenders", "enableProfiling", "enableContentionProfiling", "delayCacheUntilActive");
        if (root["extenders"].Items.Any()) throw root["extenders"].Wrong("extenders are not supported");
        var percentage = root.Integer("percentageOfNodesToScore") ?? 0;
        if (percentage is < 0 or > 100) throw root["percentageOfNodesToScore"].Wrong("not in valid range [0-100]");
        var initial = root.Integer("podInitialBackoffSeconds") ?? 1;
        var longest = root.Integer("podMaxBackoffSeconds") ?? 10;
        if (initial <= 0) throw root["podInitialBackoffSeconds"].Wrong("must be greater than 0");
        if (longest < initial) throw root["podMaxBackoffSeconds"].Wrong("must be greater than or equal to PodInitialBackoffSeconds");
        var profiles = root["profiles"].Items.Select(ReadProfile).ToListOf();
        var twice = profiles.GroupBy(profile => profile.SchedulerName).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw root["profiles"].Wrong($"Duplicate value: \"{twice.Key}\"");
        return new()
        {
            Profiles = profiles.IsEmpty ? [new()] : profiles,
            PercentageOfNodesToScore = (int)percentage,
            Backoff = new Backoff(TimeSpan.FromSeconds(initial), TimeSpan.FromSeconds(longest)),
            ElectsLeader = root["leaderElection"].Boolean("leaderElect") ?? true,
            Kubeconfig = root["clientConnection"].Text("kubeconfig"),
        };
    }

    private static ProfileConfiguration ReadProfile(ConfigurationNode profile)
    {
        profile.Only("schedulerName", "percentageOfNodesToScore", "plugins", "pluginConfig");
        profile["plugins"].Only(s_extensionPoints);
        var percentage = profile.Integer("percentageOfNodesToScore");
        if (percentage is < 0 or > 100) throw profile["percentageOfNodesToScore"].Wrong("not in valid range [0-100]");
        return new()
        {
            SchedulerName = profile.Text("schedulerName") is { Length: > 0 } name ? name : "default-scheduler",
            PercentageOfNodesToScore = (int?)percentage,
            Plugins = profile["plugins"].Members.ToDictionary(point => point.Key, point => ReadSet(point.Value)).ToMapOf(),
            Arguments = ReadArguments(profile["pluginConfig"]),
        };
    }

    private static PluginSet ReadSet(ConfigurationNode set)
    {
        set.Only("enabled", "disabled");
        return new()
        {
            Enabled = [.. set["enabled"].Items.Select(plugin =>
            {
                plugin.Only("name", "weight");
                return new EnabledPlugin(plugin.Text("name"), (int)(plugin.Integer("weight") ?? 0));
            })],
            Disabled = [.. set["disabled"].Items.Select(plugin =>
            {
                plugin.Only("name", "weight");
                return plugin.Text("name");
            })],
        };
    }

    private static MapOf<JsonValue> ReadArguments(ConfigurationNode list)
    {
        var arguments = new Dictionary<string, JsonValue>();
        foreach (var item in list.Items)
        {
            item.Only("name", "args");
            if (!arguments.TryAdd(item.Text("name"), item["args"].Value)) throw item.Wrong($"repeated config for plugin {item.Text("name")}");
        }

        return arguments.ToMapOf();
    }
}

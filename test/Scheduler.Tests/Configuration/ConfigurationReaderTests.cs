using System.Text;
using Kybernet.Scheduler.Configuration;
using Kybernet.Scheduler.Plugins;

namespace Kybernet.Scheduler.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    private const string Header = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    [Fact]
    public void Read_OfNothingMore_IsUpstreamsDefaults()
    {
        var read = Read("");

        Assert.Equal("default-scheduler", Assert.Single(read.Profiles).SchedulerName);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), (read.Backoff.First, read.Backoff.Longest));
        Assert.True(read.ElectsLeader);
    }

    [Fact]
    public void Read_AProfile_KeepsPluginsWeightsAndArguments()
    {
        var read = Read("""
            leaderElection: {leaderElect: false}
            percentageOfNodesToScore: 30
            podMaxBackoffSeconds: 20
            profiles:
            - schedulerName: packing
              plugins:
                score:
                  disabled: [{name: ImageLocality}]
                  enabled: [{name: NodeResourcesFit, weight: 5}]
              pluginConfig:
              - name: NodeResourcesFit
                args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 3}]}}
            """);

        var profile = Assert.Single(read.Profiles);
        Assert.Equal(("packing", 30, false), (profile.SchedulerName, read.PercentageOfNodesToScore, read.ElectsLeader));
        Assert.Equal([new("NodeResourcesFit", 5)], profile.At("score").Enabled);
        Assert.Equal(["ImageLocality"], profile.At("score").Disabled);
        var fit = PluginArguments.Fit(profile.Arguments["NodeResourcesFit"]);
        Assert.Equal(("MostAllocated", 3L), (fit.Strategy.Type, fit.Strategy.Resources[0].Weight));
    }

    [Theory]
    [InlineData("percentageOfNodesToScore: 101", "percentageOfNodesToScore: not in valid range [0-100]")]
    [InlineData("podInitialBackoffSeconds: 0", "podInitialBackoffSeconds: must be greater than 0")]
    [InlineData("podMaxBackoffSeconds: 0", "podMaxBackoffSeconds: must be greater than or equal to PodInitialBackoffSeconds")]
    [InlineData("profiles: [{schedulerName: a}, {schedulerName: a}]", "profiles: Duplicate value: \"a\"")]
    [InlineData("profiles: [{plugins: {scores: {}}}]", "strict decoding error: unknown field \"profiles[0].plugins.scores\"")]
    [InlineData("nonsense: 1", "strict decoding error: unknown field \"nonsense\"")]
    [InlineData("profiles: 3", "profiles: Array is expected, not Integer")]
    public void Read_Wrong_SaysWhere(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => Read(text)).Message);

    [Theory]
    [InlineData("{scoringStrategy: {type: Other}}", "scoringStrategy.type: Unsupported value")]
    [InlineData("{scoringStrategy: {resources: [{name: cpu, weight: 101}]}}", "resource weight of cpu not in valid range [1-100]")]
    [InlineData("{scoringStrategy: {type: RequestedToCapacityRatio}}", "at least one point must be specified")]
    [InlineData("{ignored: []}", "unknown field \"ignored\"")]
    public void FitArguments_Wrong_SayWhy(string arguments, string expected)
    {
        var profile = Read($"profiles: [{{pluginConfig: [{{name: NodeResourcesFit, args: {arguments}}}]}}]").Profiles[0];

        var error = Assert.Throws<FormatException>(() => PluginArguments.Fit(profile.Arguments["NodeResourcesFit"]));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MergeWith_Custom_ReplacesInPlaceAndAppends()
    {
        var defaults = new PluginSet { Enabled = [new("A", 1), new("B", 1), new("C", 1)] };

        var merged = defaults.MergeWith(new() { Enabled = [new("B", 7), new("D", 2)], Disabled = ["C"] });

        Assert.Equal([new("A", 1), new("B", 7), new("D", 2)], merged.Enabled);
        Assert.Equal([new("D", 2)], defaults.MergeWith(new() { Enabled = [new("D", 2)], Disabled = ["*"] }).Enabled);
    }

    [Fact]
    public void Default_Plugins_AreUpstreamsInOrder()
    {
        string[] names = [.. PluginRegistry.Default.Enabled.Select(plugin => plugin.Name)];

        Assert.Equal(["SchedulingGates", "PrioritySort", "NodeUnschedulable", "NodeName", "TaintToleration"], names[..5]);
        Assert.All(names, name => Assert.True(PluginRegistry.InTree.ContainsKey(name)));
    }

    private static SchedulerConfiguration Read(string text) => ConfigurationReader.Read(Encoding.UTF8.GetBytes(Header + text));
}

using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class SchedulingRulesTests
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static readonly PodStrategy s_pods = new();

    [Theory]
    [InlineData(
        "nodeAffinity: {" + Required + ": {nodeSelectorTerms: []}}", "nodeAffinity." + Required + ".nodeSelectorTerms", "at least one")]
    [InlineData(
        "nodeAffinity: {" + Required + ": {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}",
        "nodeAffinity." + Required + ".nodeSelectorTerms[0].matchExpressions[0].values",
        "must be specified when `operator` is 'In' or 'NotIn'")]
    [InlineData(
        "nodeAffinity: {" + Required + ": {nodeSelectorTerms: [{matchFields: [{key: metadata.uid, operator: In, values: [a]}]}]}}",
        "nodeAffinity." + Required + ".nodeSelectorTerms[0].matchFields[0].key", "not a valid field selector key")]
    [InlineData(
        "nodeAffinity: {" + Preferred + ": [{weight: 101, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}",
        "nodeAffinity." + Preferred + "[0].weight", "must be in the range 1-100")]
    [InlineData(
        "podAffinity: {" + Required + ": [{labelSelector: {}}]}", "podAffinity." + Required + "[0].topologyKey", "can not be empty")]
    [InlineData(
        "podAntiAffinity: {" + Required + ": [{topologyKey: zone, matchLabelKeys: [a]}]}",
        "podAntiAffinity." + Required + "[0].matchLabelKeys",
        "must not be specified when labelSelector is not set")]
    [InlineData(
        "podAffinity: {" + Required + ": [{topologyKey: zone, labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]}]}",
        "podAffinity." + Required + "[0].matchLabelKeys[0]", "exists in both matchLabelKeys and mismatchLabelKeys")]
    [InlineData(
        "podAffinity: {" + Required + ": [{topologyKey: zone, labelSelector: {matchExpressions: [{key: a, operator: Is}]}}]}",
        "podAffinity." + Required + "[0].labelSelector.matchExpressions[0].operator", "not a valid selector operator")]
    [InlineData(
        "podAffinity: {" + Required + ": [{topologyKey: zone, namespaces: [A]}]}", "podAffinity." + Required + "[0].namespace",
        "RFC 1123 label")]
    public void Validate_BadAffinity_NamesTheField(string affinity, string field, string part)
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec", $"affinity: {{{affinity}}}");
        RuleAssert.Has("spec.affinity." + field, part, errors => s_pods.Validate(pod, errors));
    }

    [Theory]
    [InlineData("{maxSkew: 0, topologyKey: z, whenUnsatisfiable: DoNotSchedule}", "[0].maxSkew", "must be greater than zero")]
    [InlineData("{maxSkew: 1, whenUnsatisfiable: DoNotSchedule}", "[0].topologyKey", "can not be empty")]
    [InlineData(
        "{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, minDomains: 1}", "[0].minDomains",
        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway")]
    [InlineData(
        "{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: z, whenUnsatisfiable: DoNotSchedule}",
        "[0].{topologyKey, whenUnsatisfiable}", "Duplicate value: \"{z, DoNotSchedule}\"")]
    public void Validate_BadSpread_NamesTheField(string constraints, string field, string part)
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec", $"topologySpreadConstraints: [{constraints}]");
        RuleAssert.Has("spec.topologySpreadConstraints" + field, part, errors => s_pods.Validate(pod, errors));
    }
}

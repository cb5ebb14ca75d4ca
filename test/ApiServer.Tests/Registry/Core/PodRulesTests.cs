using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class PodRulesTests
{
    private static readonly PodStrategy s_pods = new();

    [Fact]
    public void Validate_ValidPod_HasNoErrors() =>
        RuleAssert.None(errors => s_pods.Validate(Manifests.Read<Pod>(PodManifests.Web), errors));

    [Theory]
    [InlineData("terminationGracePeriodSeconds: null", "spec.terminationGracePeriodSeconds", "Required value")]
    [InlineData("hostNetwork: true", "spec.containers[0].ports[0].hostPort", "must match `containerPort` when `hostNetwork` is true")]
    [InlineData("nodeSelector: {a b: c}", "spec.nodeSelector", "name part must consist of alphanumeric")]
    [InlineData("dnsPolicy: None", "spec.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")]
    [InlineData("{dnsPolicy: None, dnsConfig: {searches: [a]}}", "spec.dnsConfig.nameservers", "must provide at least one DNS nameserver")]
    [InlineData(
        "dnsConfig: {nameservers: [1.1.1.1, 2.2.2.2, 3.3.3.3, 4.4.4.4]}", "spec.dnsConfig.nameservers", "must not have more than 3")]
    [InlineData("dnsConfig: {nameservers: [1.1.1]}", "spec.dnsConfig.nameservers[0]", "must be a valid IP address")]
    [InlineData("dnsConfig: {options: [{value: a}]}", "spec.dnsConfig.options[0]", "must not be empty")]
    [InlineData("dnsConfig: {searches: [a..b]}", "spec.dnsConfig.searches[0]", "a lowercase RFC 1123 subdomain")]
    [InlineData("schedulingGates: [{name: a.b/c}, {name: a.b/c}]", "spec.schedulingGates[1]", "Duplicate value: \"a.b/c\"")]
    [InlineData("{nodeName: node1, schedulingGates: [{name: a.b/c}]}", "spec.nodeName", "cannot be set until all schedulingGates")]
    [InlineData("hostAliases: [{ip: 1.2.3, hostnames: [a]}]", "spec.hostAliases[0].ip", "must be a valid IP address")]
    [InlineData("preemptionPolicy: Sometimes", "spec.preemptionPolicy", "supported values: \"PreemptLowerPriority\", \"Never\"")]
    [InlineData("overhead: {cpu: -1}", "spec.overhead.limits[cpu]", "must be greater than or equal to 0")]
    [InlineData("os: {name: beos}", "spec.os", "supported values: \"linux\", \"windows\"")]
    [InlineData("{os: {name: windows}, hostPID: true}", "spec.hostPID", "cannot be set for a windows pod")]
    [InlineData(
        "{os: {name: windows}, securityContext: {runAsUser: 1}}", "spec.securityContext.runAsUser", "cannot be set for a windows pod")]
    [InlineData(
        "{os: {name: linux}, securityContext: {windowsOptions: {}}}", "spec.securityContext.windowsOptions",
        "windows options cannot be set for a linux pod")]
    [InlineData("{hostPID: true, shareProcessNamespace: true}", "spec.securityContext.shareProcessNamespace", "cannot both be enabled")]
    [InlineData("{hostUsers: false, hostPID: true}", "spec.HostPID", "when `hostUsers` is false")]
    [InlineData("{hostnameOverride: a, setHostnameAsFQDN: true}", "spec.hostnameOverride", "setHostnameAsFQDN is true")]
    [InlineData("securityContext: {sysctls: [{name: Net.x, value: a}]}", "spec.securityContext.sysctls[0].name", "match regex")]
    [InlineData(
        "securityContext: {sysctls: [{name: kernel.sem, value: a}, {name: kernel.sem, value: b}]}",
        "spec.securityContext.sysctls[1].name", "Duplicate value")]
    [InlineData(
        "{hostIPC: true, securityContext: {sysctls: [{name: kernel/sem, value: a}]}}", "spec.securityContext.sysctls[0].name",
        "may not be specified when 'hostIPC' is true")]
    [InlineData(
        "securityContext: {seLinuxChangePolicy: MountOption}", "spec.securityContext.seLinuxChangePolicy",
        "supported values: \"Recursive\"")]
    [InlineData(
        "securityContext: {seccompProfile: {type: Localhost}}", "spec.securityContext.seccompProfile.localhostProfile", "must be set")]
    [InlineData(
        "securityContext: {appArmorProfile: {type: Own}}", "spec.securityContext.appArmorProfile.type", "Unsupported value: \"Own\"")]
    [InlineData(
        "securityContext: {windowsOptions: {runAsUserName: 'a\\b\\c'}}", "spec.securityContext.windowsOptions.runAsUserName",
        "more than one backslash")]
    [InlineData("tolerations: [{key: a, operator: Exists, value: b}]", "spec.tolerations[0].operator", "value must be empty")]
    [InlineData("tolerations: [{operator: Equal}]", "spec.tolerations[0].operator", "operator must be Exists when `key` is empty")]
    [InlineData("tolerations: [{key: a, tolerationSeconds: 1, effect: NoSchedule}]", "spec.tolerations[0].effect", "must be 'NoExecute'")]
    [InlineData("tolerations: [{key: a, operator: Gt, value: '1'}]", "spec.tolerations[0].operator", "Unsupported value: \"Gt\"")]
    [InlineData("resourceClaims: [{name: a}]", "spec.resourceClaims[0]", "must specify one of: `resourceClaimName`")]
    [InlineData("resources: {limits: {pods: '1'}}", "spec.resources.limits[pods]", "supported values: \"cpu\", \"hugepages-\", \"memory\"")]
    [InlineData("schedulingGroup: {}", "spec.schedulingGroup.podGroupName", "must specify one of: `podGroupName`")]
    public void Validate_BadSpec_NamesTheField(string patch, string field, string part) =>
        RuleAssert.Has(field, part, errors => s_pods.Validate(Manifests.Patched<Pod>(PodManifests.Web, "spec", patch), errors));

    [Theory]
    [InlineData("initContainers: [{name: web, image: a}]", "spec.initContainers[0].name", "Duplicate value: \"web\"")]
    [InlineData("initContainers: [{name: a, image: a, lifecycle: {}}]", "spec.initContainers[0].lifecycle", "without restartPolicy=Always")]
    [InlineData(
        "initContainers: [{name: a, image: a, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]",
        "spec.initContainers[0].resizePolicy[0].restartPolicy", "for non-sidecar initContainers")]
    [InlineData("ephemeralContainers: [" + PodManifests.Debugger + "]", "spec.ephemeralContainers", "cannot be set on create")]
    [InlineData(
        "ephemeralContainers: [{name: a, image: a, targetContainerName: b}]", "spec.ephemeralContainers[0].targetContainerName",
        "Not found")]
    [InlineData("ephemeralContainers: [{name: a, image: a, ports: []}]", "spec.ephemeralContainers[0].ports", "for an Ephemeral Container")]
    [InlineData("restartPolicy: Never", "spec.containers[0].resizePolicy", "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
    public void Validate_BadContainers_NamesTheField(string patch, string field, string part)
    {
        var yaml = PodManifests.Web + "\n    resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]\n";
        RuleAssert.Has(field, part, errors => s_pods.Validate(Manifests.Patched<Pod>(yaml, "spec", patch), errors));
    }

    [Theory]
    [InlineData(
        "metadata: {annotations: {kubernetes.io/config.mirror: a}}", "metadata.annotations[kubernetes.io/config.mirror]", "nodeName")]
    [InlineData(
        "metadata: {annotations: {controller.kubernetes.io/pod-deletion-cost: '+1'}}",
        "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]", "must be a 32bit integer")]
    [InlineData(
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/other: unconfined}}",
        "metadata.annotations[container.apparmor.security.beta.kubernetes.io/other]", "container not found")]
    [InlineData(
        "{metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}},"
        + " spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}}}",
        "spec.securityContext.seccompProfile.type", "seccomp type in annotation and field must match")]
    [InlineData(
        "metadata: {annotations: {scheduler.alpha.kubernetes.io/tolerations: '[{\"key\": \"a\", \"operator\": \"Is\"}]'}}",
        "metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator", "Unsupported value: \"Is\"")]
    public void Validate_BadAnnotation_NamesIt(string patch, string field, string part) =>
        RuleAssert.Has(field, part, errors => s_pods.Validate(Manifests.Patched<Pod>(PodManifests.Web, "", patch), errors));
}

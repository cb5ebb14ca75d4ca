using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ContainerRulesTests
{
    private const string At = "spec.containers[0].";

    private static readonly PodStrategy s_pods = new();

    [Theory]
    [InlineData("image: ' web'", "image", "must not have leading or trailing whitespace")]
    [InlineData(
        "ports: [{containerPort: 80, hostPort: 80, protocol: TCP}, {containerPort: 81, hostPort: 80, protocol: TCP}]",
        "ports[1].hostPort", "Duplicate value: \"TCP//80\"")]
    [InlineData(
        "ports: [{containerPort: 80, name: a, protocol: TCP}, {containerPort: 81, name: a, protocol: TCP}]", "ports[1].name",
        "Duplicate value")]
    [InlineData("env: [{name: a, valueFrom: {}}]", "env[0].valueFrom", "must specify one of: `fieldRef`, `resourceFieldRef`")]
    [InlineData(
        "env: [{name: a, value: b, valueFrom: {configMapKeyRef: {name: c, key: d}}}]", "env[0].valueFrom",
        "may not be specified when `value` is not empty")]
    [InlineData(
        "env: [{name: a, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.labels}}}]", "env[0].valueFrom.fieldRef.fieldPath",
        "Unsupported value: \"metadata.labels\": supported values: \"metadata.name\"")]
    [InlineData(
        "env: [{name: a, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: 'spec.x'}}}]", "env[0].valueFrom.fieldRef.fieldPath",
        "error converting fieldPath: field label not supported: spec.x")]
    [InlineData(
        "env: [{name: a, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: \"metadata.labels['a/b/c']\"}}}]", "env[0].valueFrom.fieldRef",
        "a valid label key")]
    [InlineData(
        "env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.pods}}}]", "env[0].valueFrom.resourceFieldRef.resource",
        "supported values: \"limits.cpu\", \"limits.ephemeral-storage\"")]
    [InlineData(
        "env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 2}}}]", "env[0].valueFrom.resourceFieldRef.divisor",
        "only divisor's values 1m and 1 are supported with the cpu resource")]
    [InlineData(
        "env: [{name: a, valueFrom: {fileKeyRef: {volumeName: disk, path: a, key: b}}}]", "env[0].valueFrom.fileKeyRef.volumeName",
        "referenced volume must be of type emptyDir")]
    [InlineData("envFrom: [{}]", "envFrom", "must specify one of: `configMapRef` or `secretRef`")]
    [InlineData("envFrom: [{secretRef: {name: A}}]", "envFrom[0].secretRef.name", "a lowercase RFC 1123 subdomain")]
    [InlineData("volumeMounts: [{name: other, mountPath: /a}]", "volumeMounts[0].name", "Not found: \"other\"")]
    [InlineData("volumeMounts: [{name: data, mountPath: /a}, {name: disk, mountPath: /a}]", "volumeMounts[1].mountPath", "must be unique")]
    [InlineData("volumeMounts: [{name: data, mountPath: /a, subPath: ../b}]", "volumeMounts.subPath", "must not contain '..'")]
    [InlineData(
        "volumeMounts: [{name: data, mountPath: /a, subPath: b, subPathExpr: c}]", "volumeMounts[0].subPathExpr", "mutually exclusive")]
    [InlineData(
        "volumeMounts: [{name: data, mountPath: /a, mountPropagation: Bidirectional}]", "volumeMounts.mountPropagation",
        "only to privileged containers")]
    [InlineData(
        "volumeMounts: [{name: data, mountPath: /a, recursiveReadOnly: Enabled}]", "volumeMounts.recursiveReadOnly",
        "when readOnly is true")]
    [InlineData(
        "volumeDevices: [{name: data, devicePath: /a}]", "volumeDevices[0].name",
        "can only use volume source type of PersistentVolumeClaim")]
    [InlineData("volumeDevices: [{name: disk, devicePath: /a/../b}]", "volumeDevices[0].devicePath", "can not contain backsteps")]
    [InlineData(
        "volumeDevices: [{name: data, devicePath: /data}]", "volumeDevices[0].devicePath",
        "must not already exist as a path in volumeMounts")]
    [InlineData("resources: {requests: {cpu: 2}, limits: {cpu: 1}}", "resources.requests", "must be less than or equal to cpu limit of 1")]
    [InlineData("resources: {requests: {a.b/c: 1}}", "resources.limits", "Limit must be set for non overcommitable resources")]
    [InlineData("resources: {requests: {a.b/c: 1500m}, limits: {a.b/c: 1500m}}", "resources.limits[a.b/c]", "must be an integer")]
    [InlineData("resources: {limits: {disk: 1}}", "resources.limits[disk]", "must be a standard resource type or fully qualified")]
    [InlineData("resources: {limits: {pods: 1}}", "resources.limits[pods]", "must be a standard resource for containers")]
    [InlineData("resources: {limits: {hugepages-2Mi: 2Mi}}", "resources", "HugePages require cpu or memory")]
    [InlineData(
        "resources: {limits: {cpu: 1, hugepages-2Mi: 3Mi}}", "resources.limits[hugepages-2Mi]",
        "is not positive integer multiple of hugepages-2Mi")]
    [InlineData(
        "resources: {claims: [{name: gpu}]}", "resources.claims[0]",
        "must be one of the names in pod.spec.resourceClaims which is empty")]
    [InlineData(
        "resizePolicy: [{resourceName: disk, restartPolicy: NotRequired}]", "resizePolicy", "supported values: \"cpu\", \"memory\"")]
    [InlineData(
        "restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]", "restartPolicy",
        "when restart rules are used")]
    [InlineData("{restartPolicy: Never, restartPolicyRules: [{action: Restart}]}", "restartPolicyRules[0].exitCodes", "must be specified")]
    [InlineData("livenessProbe: {successThreshold: 1}", "livenessProbe", "must specify a handler type")]
    [InlineData("livenessProbe: {successThreshold: 2, exec: {command: [a]}}", "livenessProbe.successThreshold", "must be 1")]
    [InlineData("readinessProbe: {exec: {command: [a]}, tcpSocket: {port: 1}}", "readinessProbe.tcpSocket", "more than 1 handler type")]
    [InlineData(
        "readinessProbe: {terminationGracePeriodSeconds: 1, exec: {command: [a]}}", "readinessProbe.terminationGracePeriodSeconds",
        "must not be set for readinessProbes")]
    [InlineData(
        "startupProbe: {successThreshold: 1, httpGet: {path: /, port: 1, httpHeaders: [{name: 'a:', value: b}]}}",
        "startupProbe.httpGet.httpHeaders", "a valid HTTP header")]
    [InlineData("lifecycle: {preStop: {sleep: {seconds: 31}}}", "lifecycle.preStop.sleep", "less than terminationGracePeriodSeconds (30)")]
    [InlineData("lifecycle: {stopSignal: SIGTERM}", "lifecycle.stopSignal", "may not be set for containers with empty `spec.os.name`")]
    [InlineData("securityContext: {procMount: Unmasked}", "securityContext.procMount", "`hostUsers` must be false to use `Unmasked`")]
    [InlineData("securityContext: {privileged: true, allowPrivilegeEscalation: false}", "securityContext", "and `privileged` to true")]
    [InlineData(
        "securityContext: {seccompProfile: {type: Unconfined, localhostProfile: a}}", "securityContext.seccompProfile.localhostProfile",
        "can only be set when seccomp type is Localhost")]
    [InlineData("securityContext: {windowsOptions: {hostProcess: true}}", "spec.hostNetwork", "hostNetwork must be true if pod contains")]
    public void Validate_BadContainer_NamesTheField(string patch, string field, string part)
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec/containers/0", patch);
        if (!field.StartsWith("spec.", StringComparison.Ordinal)) field = At + field;
        RuleAssert.Has(field, part, errors => s_pods.Validate(pod, errors));
    }

    [Theory]
    [InlineData("hugepages-2Mi: 4Mi")]
    [InlineData("example.com/gpu: 2")]
    public void Validate_WholeAmounts_HasNoErrors(string amount)
    {
        var patch = $"resources: {{requests: {{cpu: 1, {amount}}}, limits: {{cpu: 1, {amount}}}}}";
        RuleAssert.None(errors => s_pods.Validate(Manifests.Patched<Pod>(PodManifests.Web, "spec/containers/0", patch), errors));
    }
}

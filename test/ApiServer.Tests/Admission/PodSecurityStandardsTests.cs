using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>The rules of the Pod Security Standards, one by one; what they allow was compared with all of upstream's example pods.</summary>
public sealed class PodSecurityStandardsTests
{
    // Keeps every rule of every version, for Linux.
    private const string Base = """
        apiVersion: v1
        kind: Pod
        metadata: {name: base}
        spec:
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
          initContainers:
          - name: init
            image: x
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          containers:
          - name: main
            image: x
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """;

    [Theory]
    [InlineData("privileged")]
    [InlineData("baseline")]
    [InlineData("restricted")]
    public void Evaluate_BasePod_KeepsEveryVersion(string level)
    {
        Assert.True(LevelVersion.TryParseLevel(level, out var parsed));
        var pod = Manifests.Read<Pod>(Base);
        for (var minor = 0; minor <= 36; minor++) Assert.Empty(SecurityStandards.Evaluate(new(parsed, minor), pod.Metadata, pod.Spec));
    }

    // level, minor, where the patch goes, the patch, what is said ("" = allowed)
    [Theory]
    [InlineData("baseline", 0, "spec", "{hostNetwork: true, hostPID: true}", "host namespaces (hostNetwork=true, hostPID=true)")]
    [InlineData("baseline", 36, "spec", "{hostIPC: true}", "host namespaces (hostIPC=true)")]
    [InlineData("privileged", 36, "spec", "{hostIPC: true}", "")]
    [InlineData("baseline", 36, "spec/containers/0/securityContext", "{privileged: true}",
        "privileged (container \"main\" must not set securityContext.privileged=true)")]
    [InlineData("restricted", 36, "spec/initContainers/0/securityContext", "{privileged: true}",
        "privileged (container \"init\" must not set securityContext.privileged=true)")]
    [InlineData("baseline", 36, "spec/containers/0", "{ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 443}]}",
        "hostPort (container \"main\" uses hostPorts 443, 80)")]
    [InlineData("baseline", 36, "spec/containers/0", "{ports: [{containerPort: 1}]}", "")]
    [InlineData("baseline", 36, "spec/containers/0/securityContext", "{capabilities: {add: [NET_RAW, CHOWN]}}",
        "non-default capabilities (container \"main\" must not include \"NET_RAW\" in securityContext.capabilities.add)")]
    [InlineData("baseline", 36, "spec/containers/0/securityContext", "{capabilities: {add: [CHOWN]}}", "")]
    [InlineData("restricted", 21, "spec/containers/0/securityContext", "{capabilities: {add: [CHOWN], drop: []}}", "")]
    [InlineData("restricted", 22, "spec/containers/0/securityContext", "{capabilities: {add: [CHOWN]}}",
        "unrestricted capabilities (container \"main\" must not include \"CHOWN\" in securityContext.capabilities.add)")]
    [InlineData("restricted", 36, "spec/containers/0/securityContext", "{capabilities: {add: [NET_BIND_SERVICE]}}", "")]
    [InlineData("restricted", 36, "spec/containers/0/securityContext", "{capabilities: null}",
        "unrestricted capabilities (container \"main\" must set securityContext.capabilities.drop=[\"ALL\"])")]
    [InlineData("baseline", 36, "spec", "{volumes: [{name: a, hostPath: {path: /a}}]}", "hostPath volumes (volume \"a\")")]
    [InlineData("restricted", 36, "spec", "{volumes: [{name: a, hostPath: {path: /a}}, {name: b, nfs: {server: s, path: /}}]}",
        "restricted volume types (volumes \"a\", \"b\" use restricted volume types \"hostPath\", \"nfs\")")]
    [InlineData("restricted", 36, "spec", "{volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: c}}]}", "")]
    [InlineData("baseline", 33, "spec/containers/0", "{livenessProbe: {httpGet: {host: h, port: 1}}}", "")]
    [InlineData("baseline", 34, "spec/containers/0", "{livenessProbe: {httpGet: {host: h, port: 1}}, lifecycle: {preStop: {tcpSocket: {host: g, port: 1}}}}",
        "probe or lifecycle host (container \"main\" uses probe or lifecycle hosts \"g\", \"h\")")]
    [InlineData("baseline", 34, "spec/containers/0", "{livenessProbe: {httpGet: {port: 1}}}", "")]
    [InlineData("baseline", 36, "spec/containers/0/securityContext", "{procMount: Unmasked}",
        "procMount (container \"main\" must not set securityContext.procMount to \"Unmasked\")")]
    [InlineData("baseline", 36, "spec", "{hostUsers: false, containers: [{name: main, image: x, securityContext: {procMount: Unmasked}}]}", "")]
    [InlineData("baseline", 34, "spec", "{hostUsers: false, containers: [{name: main, image: x, securityContext: {procMount: Unmasked}}]}",
        "procMount (container \"main\" must not set securityContext.procMount to \"Unmasked\")")]
    [InlineData("baseline", 36, "spec/securityContext", "{seLinuxOptions: {type: x_t, user: u, role: r}}",
        "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"x_t\"; user may not be set; role may not be set)")]
    [InlineData("baseline", 30, "spec/securityContext", "{seLinuxOptions: {type: container_engine_t}}",
        "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"container_engine_t\")")]
    [InlineData("baseline", 31, "spec/securityContext", "{seLinuxOptions: {type: container_engine_t, level: s0}}", "")]
    [InlineData("baseline", 18, "metadata", "{annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}",
        "seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod=\"unconfined\")")]
    [InlineData("baseline", 19, "metadata", "{annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}", "")]
    [InlineData("baseline", 36, "spec/securityContext", "{seccompProfile: {type: Unconfined}}",
        "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [InlineData("restricted", 36, "spec/securityContext", "{seccompProfile: null}",
        "seccompProfile (pod or containers \"init\", \"main\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")")]
    [InlineData("restricted", 18, "spec/securityContext", "{seccompProfile: null}", "")]
    [InlineData("baseline", 31, "spec/securityContext", "{sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}", "forbidden sysctls (net.ipv4.tcp_rmem)")]
    [InlineData("baseline", 32, "spec/securityContext", "{sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}", "")]
    [InlineData("baseline", 28, "spec/securityContext", "{sysctls: [{name: net.ipv4.tcp_fin_timeout, value: '1'}]}",
        "forbidden sysctls (net.ipv4.tcp_fin_timeout)")]
    [InlineData("baseline", 26, "spec/securityContext", "{sysctls: [{name: net.ipv4.ip_local_reserved_ports, value: '1'}]}",
        "forbidden sysctls (net.ipv4.ip_local_reserved_ports)")]
    [InlineData("baseline", 36, "spec/securityContext", "{windowsOptions: {hostProcess: true}}",
        "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)")]
    [InlineData("baseline", 36, "spec/containers/0/securityContext", "{appArmorProfile: {type: Unconfined}}",
        "forbidden AppArmor profile (container \"main\" must not set AppArmor profile type to \"Unconfined\")")]
    [InlineData("baseline", 36, "metadata", "{annotations: {container.apparmor.security.beta.kubernetes.io/main: runtime/default}}", "")]
    [InlineData("restricted", 7, "spec/containers/0/securityContext", "{allowPrivilegeEscalation: null}", "")]
    [InlineData("restricted", 8, "spec/containers/0/securityContext", "{allowPrivilegeEscalation: null}",
        "allowPrivilegeEscalation != false (container \"main\" must set securityContext.allowPrivilegeEscalation=false)")]
    [InlineData("restricted", 36, "spec/securityContext", "{runAsNonRoot: null}",
        "runAsNonRoot != true (pod or containers \"init\", \"main\" must set securityContext.runAsNonRoot=true)")]
    [InlineData("restricted", 36, "spec/containers/0/securityContext", "{runAsNonRoot: false}",
        "runAsNonRoot != true (container \"main\" must not set securityContext.runAsNonRoot=false)")]
    [InlineData("restricted", 22, "spec/securityContext", "{runAsUser: 0}", "")]
    [InlineData("restricted", 23, "spec/securityContext", "{runAsUser: 0}", "runAsUser=0 (pod must not set runAsUser=0)")]
    [InlineData("restricted", 36, "spec", "{hostUsers: false, securityContext: {runAsUser: 0, runAsNonRoot: null}}", "")]
    [InlineData("restricted", 34, "spec", "{hostUsers: false, securityContext: {runAsUser: 0}}", "runAsUser=0 (pod must not set runAsUser=0)")]
    [InlineData("restricted", 24, "spec", "{os: {name: windows}, containers: [{name: main, image: x, securityContext: {capabilities: {drop: [ALL]}}}]}",
        "allowPrivilegeEscalation != false (container \"main\" must set securityContext.allowPrivilegeEscalation=false)")]
    [InlineData("restricted", 25, "spec", "{os: {name: windows}, containers: [{name: main, image: x}]}", "")]
    [InlineData("baseline", 36, "spec", "{ephemeralContainers: [{name: debug, image: x, securityContext: {privileged: true}}]}",
        "privileged (container \"debug\" must not set securityContext.privileged=true)")]
    public void Evaluate_OneChange_SaysWhatIsWrong(string level, int minor, string at, string patch, string expected)
    {
        Assert.True(LevelVersion.TryParseLevel(level, out var parsed));
        var pod = Manifests.Patched<Pod>(Base, at, patch);
        Assert.Equal(expected, Violation.Details(SecurityStandards.Evaluate(new(parsed, minor), pod.Metadata, pod.Spec)));
    }

    [Theory]
    [InlineData("latest", LevelVersion.Latest, true)]
    [InlineData("v1.0", 0, true)]
    [InlineData("v1.36", 36, true)]
    [InlineData("v1.07", LevelVersion.Latest, false)]
    [InlineData("1.36", LevelVersion.Latest, false)]
    [InlineData("v2.0", LevelVersion.Latest, false)]
    [InlineData("v1.99999999999", LevelVersion.Latest, false)]
    [InlineData("", LevelVersion.Latest, false)]
    public void TryParseVersion_Text_IsUnderstoodOrLatest(string text, int minor, bool isUnderstood)
    {
        Assert.Equal(isUnderstood, LevelVersion.TryParseVersion(text, out var parsed));
        Assert.Equal(minor, parsed);
    }
}

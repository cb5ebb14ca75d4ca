using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class VolumeRulesTests
{
    private const string At = "spec.volumes[0].";

    private static readonly PodStrategy s_pods = new();

    [Theory]
    [InlineData("hostPath: {path: /a}", "hostPath", "may not specify more than 1 volume type")]
    [InlineData("{emptyDir: null, hostPath: {path: /a/../b}}", "hostPath.path", "must not contain '..'")]
    [InlineData("emptyDir: {sizeLimit: -1}", "emptyDir.sizeLimit", "SizeLimit field must be a valid resource quantity")]
    [InlineData("{emptyDir: null, configMap: {}}", "configMap.name", "Required value")]
    [InlineData("{emptyDir: null, secret: {secretName: a, defaultMode: 512}}", "secret.defaultMode", "0777 (octal)")]
    [InlineData(
        "{emptyDir: null, configMap: {name: a, items: [{key: b, path: /c}]}}", "configMap.items[0].path", "must be a relative path")]
    [InlineData(
        "{emptyDir: null, configMap: {name: a, items: [{key: b, path: ..c}]}}", "configMap.items[0].path", "must not start with '..'")]
    [InlineData("{emptyDir: null, downwardAPI: {items: [{path: a}]}}", "downwardAPI", "one of fieldRef and resourceFieldRef is required")]
    [InlineData("{emptyDir: null, nfs: {server: a, path: b}}", "nfs.path", "must be an absolute path")]
    [InlineData("{emptyDir: null, iscsi: {targetPortal: a, iqn: b, lun: 0}}", "iscsi.iqn", "must be valid format starting with iqn")]
    [InlineData("{emptyDir: null, iscsi: {targetPortal: a, iqn: 'iqn.2001', lun: 0}}", "iscsi.iqn", "must be valid format")]
    [InlineData("{emptyDir: null, fc: {}}", "fc.targetWWNs", "must specify either targetWWNs or wwids")]
    [InlineData("{emptyDir: null, fc: {targetWWNs: [a]}}", "fc.lun", "lun is required if targetWWNs is specified")]
    [InlineData("{emptyDir: null, flocker: {datasetName: a/b}}", "flocker.datasetName", "must not contain '/'")]
    [InlineData("{emptyDir: null, quobyte: {registry: a, volume: b}}", "quobyte.registry", "must be a host:port pair")]
    [InlineData("{emptyDir: null, azureDisk: {diskName: a, diskURI: b, kind: Managed}}", "azureDisk.diskURI", "Unsupported value: \"b\"")]
    [InlineData("{emptyDir: null, flexVolume: {driver: a, options: {x.k8s.io/b: c}}}", "flexVolume.options[x.k8s.io/b]", "are reserved")]
    [InlineData("{emptyDir: null, gcePersistentDisk: {pdName: a, partition: 256}}", "persistentDisk.partition", "between 1 and 255")]
    [InlineData("{emptyDir: null, csi: {driver: a, nodePublishSecretRef: {}}}", "csi.nodePublishSecretRef.name", "Required value")]
    [InlineData("{emptyDir: null, image: {pullPolicy: Always}}", "image.reference", "Required value")]
    [InlineData(
        "{emptyDir: null, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}",
        "ephemeral.volumeClaimTemplate.spec.resources[storage]", "Required value")]
    [InlineData(
        "{emptyDir: null, ephemeral: {volumeClaimTemplate: {metadata: {name: a}, spec: {}}}}",
        "ephemeral.volumeClaimTemplate.metadata.name", "cannot be set")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{secret: {name: a}, configMap: {name: b}}]}}", "projected.sources[0]",
        "may not specify more than 1 volume type per source")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{serviceAccountToken: {path: a, expirationSeconds: 10}}]}}",
        "projected.sources[0].serviceAccountToken.expirationSeconds", "less than 10 minutes")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{serviceAccountToken: {path: a, expirationSeconds: 3600}}]}}",
        "projected.sources[0].serviceAccountToken", "must not be specified when serviceAccountName is not set")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{secret: {name: a, items: [{key: k, path: p}]}}, "
        + "{configMap: {name: b, items: [{key: k, path: p}]}}]}}",
        "projected", "Invalid value: \"b\": conflicting duplicate paths")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{clusterTrustBundle: {path: a}}]}}", "projected.sources[0].clusterTrustBundle",
        "either name or signerName must be specified")]
    [InlineData(
        "{emptyDir: null, projected: {sources: [{podCertificate: {signerName: a.b/c, keyType: RSA}}]}}",
        "projected.sources[0].podCertificate.keyType", "Unsupported value: \"RSA\"")]
    public void Validate_BadVolume_NamesTheField(string patch, string field, string part)
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec/volumes/0", patch);
        RuleAssert.Has(At + field, part, errors => s_pods.Validate(pod, errors));
    }

    [Fact]
    public void Validate_VolumeWithErrors_IsNotFoundByMounts()
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec/volumes/0", "{emptyDir: null, secret: {}}");
        RuleAssert.Has("spec.containers[0].volumeMounts[0].name", "Not found: \"data\"", errors => s_pods.Validate(pod, errors));
    }

    [Fact]
    public void Validate_SameVolumeName_IsDuplicate()
    {
        var pod = Manifests.Patched<Pod>(PodManifests.Web, "spec/volumes/1", "{name: data}");
        RuleAssert.Has("spec.volumes[1].name", "Duplicate value: \"data\"", errors => s_pods.Validate(pod, errors));
    }
}

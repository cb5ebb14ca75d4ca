using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Volumes;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class VolumeTests
{
    private const string Affinity =
        "{'spec':{'nodeAffinity':{'required':{'nodeSelectorTerms':"
        + "[{'matchExpressions':[{'key':'beta.kubernetes.io/os','operator':'In','values':['linux']}]}]}}}}";

    private static readonly PatchedKind<PersistentVolume> s_kind = new(
        new VolumeStrategy(),
        """
        {"metadata":{"name":"pv1","resourceVersion":"1"},"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},
        "persistentVolumeReclaimPolicy":"Retain","volumeMode":"Filesystem","hostPath":{"path":"/data","type":""}}}
        """,
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'accessModes':null}}", "spec.accessModes: Required value")]
    [InlineData(
        "{'spec':{'capacity':null}}",
        "spec.capacity: Required value\nspec.capacity: Unsupported value: null: supported values: \"storage\"")]
    [InlineData(
        "{'spec':{'capacity':{'cpu':'1'}}}",
        "spec.capacity: Unsupported value: {\"cpu\":\"1\",\"storage\":\"1Gi\"}: supported values: \"storage\"")]
    [InlineData(
        "{'spec':{'persistentVolumeReclaimPolicy':'Keep'}}",
        "spec.persistentVolumeReclaimPolicy: Unsupported value: \"Keep\": supported values: \"Delete\", \"Recycle\", \"Retain\"")]
    [InlineData("{'spec':{'hostPath':null}}", "spec: Required value: must specify a volume type")]
    [InlineData("{'spec':{'nfs':{'server':'a','path':'/b'}}}", "spec.nfs: Forbidden: may not specify more than 1 volume type")]
    [InlineData("{'spec':{'hostPath':{'path':'/a/../b'}}}", "spec.hostPath.path: Invalid value: \"/a/../b\": must not contain '..'")]
    [InlineData(
        "{'spec':{'hostPath':{'path':'/'},'persistentVolumeReclaimPolicy':'Recycle'}}",
        "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'")]
    [InlineData("{'spec':{'nodeAffinity':{}}}", "spec.nodeAffinity.required: Required value: must specify required node constraints")]
    [InlineData(
        "{'spec':{'nodeAffinity':{'required':{'nodeSelectorTerms':[]}}}}",
        "spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term")]
    [InlineData("{'spec':{'storageClassName':'A'}}", "spec.storageClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    [InlineData(
        "{'spec':{'volumeAttributesClassName':''}}",
        "spec.volumeAttributesClassName: Required value: an empty string is disallowed\nspec.csi: Required value: has to be specified when")]
    [InlineData(
        "{'metadata':{'annotations':{'volume.beta.kubernetes.io/mount-options':'ro'}}}",
        "metadata.annotations.volume.beta.kubernetes.io/mount-options: Forbidden: may not specify mount options for this volume type")]
    public void Create_Volume_IsJudged(string patch, string expected) => AssertStarts(expected, s_kind.Create(patch));

    [Theory]
    [InlineData("'local':{'path':'/x'}", "spec.nodeAffinity: Required value: Local volume requires node affinity")]
    [InlineData("'nfs':{'server':'a','path':'b'}", "spec.nfs.path: Invalid value: \"b\": must be an absolute path")]
    [InlineData(
        "'gcePersistentDisk':{'pdName':'a','partition':256}",
        "spec.persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive")]
    [InlineData(
        "'csi':{'driver':'a.b','volumeHandle':'h','nodePublishSecretRef':{'name':'s'}}",
        "spec.csi.nodePublishSecretRef.namespace: Required value")]
    [InlineData("'iscsi':{'targetPortal':'a','iqn':'iqn.2001-04.com.example:disk','lun':0}", "")]
    [InlineData(
        "'iscsi':{'targetPortal':'a','iqn':'iqn.2001','lun':0}", "spec.iscsi.iqn: Invalid value: \"iqn.2001\": must be valid format")]
    [InlineData(
        "'iscsi':{'targetPortal':'a','iqn':'iqn.2001-04.com.example:disk','lun':0,'chapAuthSession':true}",
        "spec.iscsi.secretRef: Required value")]
    [InlineData("'fc':{'targetWWNs':['a']}", "spec.fc.lun: Required value: lun is required if targetWWNs is specified")]
    [InlineData(
        "'flexVolume':{'driver':'a/b','options':{'k8s.io/x':'y'}}",
        "spec.flexVolume.options[k8s.io/x]: Invalid value: \"k8s.io/x\": kubernetes.io and k8s.io namespaces are reserved")]
    [InlineData(
        "'azureDisk':{'diskName':'a','diskURI':'b','kind':'Managed','cachingMode':'None'}",
        "spec.azureDisk.diskURI: Unsupported value: \"b\": supported values: \"/subscriptions/")]
    [InlineData(
        "'quobyte':{'registry':'a','volume':'v'}",
        "spec.quobyte.registry: Invalid value: \"a\": must be a host:port pair or multiple pairs separated by commas")]
    [InlineData("'flocker':{}", "spec.flocker: Required value: one of datasetName and datasetUUID is required")]
    [InlineData("'cinder':{'volumeID':'a','secretRef':{'name':'b'}}", "spec.cinder.secretRef.namespace: Required value")]
    public void Create_Source_IsJudged(string source, string expected) =>
        AssertStarts(expected, s_kind.Create("{'spec':{'hostPath':null}}", $"{{'spec':{{{source}}}}}"));

    [Theory]
    [InlineData(
        "{'spec':{'hostPath':{'path':'/other'}}}",
        "{}",
        "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation")]
    [InlineData("{'spec':{'volumeMode':'Block'}}", "{}", "volumeMode: Invalid value: \"Block\": field is immutable")]
    [InlineData("{'spec':{'claimRef':{'name':'a','namespace':'b'}}}", "{}", "")]
    [InlineData(Affinity, "{}", "")]
    [InlineData(
        "{'spec':{'nodeAffinity':null}}",
        Affinity,
        "nodeAffinity: Invalid value: null: field is immutable, except for updating from beta label to GA")]
    [InlineData(
        "{'spec':{'nodeAffinity':{'required':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'kubernetes.io/os','operator':'In',"
        + "'values':['linux']}]}]}}}}",
        Affinity, "")]
    public void Update_Volume_IsFixed(string patch, string old, string expected) => AssertStarts(expected, s_kind.Update(patch, old));

    [Fact]
    public void Default_Bare_IsRetainedFilesystem()
    {
        var volume = s_kind.Strategy.Default(s_kind.With("{'spec':{'persistentVolumeReclaimPolicy':null,'volumeMode':null}}"));
        Assert.Equal(s_kind.With(), volume);
        Assert.Same(volume, s_kind.Strategy.Default(volume));
    }

    [Theory]
    [InlineData("{'status':{'phase':'Bound'}}", true)]
    [InlineData("{'status':{'phase':'Bound','lastPhaseTransitionTime':'2026-01-02T00:00:00Z'}}", false)]
    [InlineData("{'status':{'phase':'Available'}}", false)]
    public void PrepareStatus_PhaseChange_IsTimed(string patch, bool isNow)
    {
        var old = s_kind.With("{'status':{'phase':'Available','lastPhaseTransitionTime':'2026-01-01T00:00:00Z'}}");
        var made = s_kind.Strategy.Status!.PrepareForUpdate(s_kind.With(patch), old, PatchedKind<PersistentVolume>.Context);
        var year = made.Status.LastPhaseTransitionTime!.Value.ToString()[..10];
        Assert.Equal(isNow, year is not ("2026-01-01" or "2026-01-02"));
    }

    [Theory]
    [InlineData(
        "{'spec':{'persistentVolumeReclaimPolicy':'Recycle'}}",
        "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated.")]
    [InlineData(
        Affinity,
        "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14;")]
    [InlineData("{'spec':{'rbd':{'monitors':['a'],'image':'b'}}}", "spec.rbd: deprecated in v1.28, non-functional in v1.31+")]
    public void WarnOnCreate_Deprecated_IsSaid(string patch, string expected) => Assert.StartsWith(expected, s_kind.Warnings(patch));

    private static void AssertStarts(string expected, string errors)
    {
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }
}

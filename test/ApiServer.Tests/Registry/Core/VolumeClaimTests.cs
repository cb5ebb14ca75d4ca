using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.VolumeClaims;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class VolumeClaimTests
{
    private const string Bound = "{'spec':{'volumeName':'pv1'},'status':{'phase':'Bound','capacity':{'storage':'1Gi'}}}";
    private const string SpecFixed =
        "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

    private static readonly PatchedKind<PersistentVolumeClaim> s_kind = new(
        new VolumeClaimStrategy(),
        """
        {"metadata":{"name":"data","resourceVersion":"1"},"spec":{"accessModes":["ReadWriteOnce"],"volumeMode":"Filesystem",
        "resources":{"requests":{"storage":"2Gi"}}},"status":{"phase":"Pending"}}
        """,
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'accessModes':[]}}", "spec.accessModes: Required value: at least 1 access mode is required")]
    [InlineData(
        "{'spec':{'accessModes':['RWO']}}",
        "spec.accessModes: Unsupported value: \"RWO\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\","
        + " \"ReadWriteOncePod\"")]
    [InlineData(
        "{'spec':{'accessModes':['ReadWriteOncePod','ReadOnlyMany']}}",
        "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes")]
    [InlineData("{'spec':{'resources':{'requests':{'storage':null}}}}", "spec.resources[storage]: Required value")]
    [InlineData(
        "{'spec':{'resources':{'requests':{'storage':'0'}}}}", "spec.resources[storage]: Invalid value: \"0\": must be greater than zero")]
    [InlineData("{'spec':{'storageClassName':'A'}}", "spec.storageClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    [InlineData("{'spec':{'storageClassName':''}}", "")]
    [InlineData(
        "{'spec':{'volumeMode':'Tape'}}", "spec.volumeMode: Unsupported value: \"Tape\": supported values: \"Block\", \"Filesystem\"")]
    [InlineData(
        "{'spec':{'selector':{'matchExpressions':[{'key':'a','operator':'In'}]}}}",
        "spec.selector.matchExpressions[0].values: Required value: must be specified when")]
    [InlineData(
        "{'spec':{'dataSource':{'kind':'Disk','name':'a'}}}",
        "spec.dataSource: Invalid value: \"Disk\": must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
    [InlineData(
        "{'spec':{'dataSourceRef':{'apiGroup':'A b','kind':'Disk','name':'a'}}}",
        "spec.dataSourceRef.apiGroup: Invalid value: \"A b\": a lowercase RFC 1123 subdomain")]
    [InlineData(
        "{'spec':{'dataSource':{'apiGroup':'a','kind':'Disk','name':'a'},'dataSourceRef':{'apiGroup':'a','kind':'Disk','name':'b'}}}",
        "spec: Invalid value: {}: must match dataSourceRef")]
    public void Create_Claim_IsJudged(string patch, string expected)
    {
        var errors = s_kind.Create(patch);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Theory]
    [InlineData("{'spec':{'volumeName':'pv1'}}", "{}", "")]
    [InlineData("{'spec':{'volumeName':'pv2'}}", Bound, SpecFixed)]
    [InlineData("{'spec':{'accessModes':['ReadOnlyMany']}}", "{}", SpecFixed)]
    [InlineData("{'spec':{'resources':{'requests':{'storage':'3Gi'}}}}", "{}", SpecFixed)]
    [InlineData("{'spec':{'resources':{'requests':{'storage':'3Gi'}}}}", Bound, "")]
    [InlineData("{'spec':{'resources':{'requests':{'storage':'1500Mi'}}}}", Bound, "")]
    [InlineData(
        "{'spec':{'resources':{'requests':{'storage':'1Gi'}}}}",
        Bound,
        "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity")]
    [InlineData("{'spec':{'storageClassName':'fast'}}", "{}", "")]
    [InlineData(
        "{'spec':{'storageClassName':'fast'}}",
        "{'metadata':{'annotations':{'volume.beta.kubernetes.io/storage-class':'slow'}}}",
        SpecFixed)]
    [InlineData(
        "{'spec':{'storageClassName':'slow'}}", "{'metadata':{'annotations':{'volume.beta.kubernetes.io/storage-class':'slow'}}}", "")]
    [InlineData("{'spec':{'volumeAttributesClassName':'gold'}}", Bound, "")]
    [InlineData("{'spec':{'volumeAttributesClassName':'gold'}}", "{}", SpecFixed)]
    public void Update_Spec_IsFixed(string patch, string old, string expected) => Assert.Equal(expected, s_kind.Update(patch, old));

    [Fact]
    public void Update_AttributesClass_CannotBeUnset() => Assert.Equal(
        "spec.volumeAttributesClassName: Forbidden: update to nil is forbidden when status.currentVolumeAttributesClassName is not nil",
        s_kind.Update(
            "{'spec':{'volumeAttributesClassName':null}}",
            "{'spec':{'volumeAttributesClassName':'gold'},'status':{'phase':'Bound','currentVolumeAttributesClassName':'gold'}}"));

    [Theory]
    [InlineData(
        "{'status':{'capacity':{'storage':'-1'}}}", "status.capacity[storage]: Invalid value: -1: must be a valid resource quantity")]
    [InlineData(
        "{'status':{'allocatedResources':{'cpu':'1'}}}",
        "status.allocatedResources: Unsupported value: \"cpu\": supported values: \"storage\"")]
    [InlineData(
        "{'status':{'allocatedResourceStatuses':{'storage':'Odd'}}}",
        "status.allocatedResourceStatuses: Unsupported value: \"storage\": supported values: \"Controller")]
    [InlineData("{'status':{'allocatedResourceStatuses':{'storage':'NodeResizePending'}}}", "")]
    public void UpdateStatus_Claim_IsJudged(string patch, string expected) => Assert.StartsWith(expected, s_kind.UpdateStatus(patch));

    [Theory]
    [InlineData("{'spec':{'dataSource':{'kind':'PersistentVolumeClaim','name':'a'}}}", "PersistentVolumeClaim", "PersistentVolumeClaim")]
    [InlineData("{'spec':{'dataSource':{'apiGroup':'x','kind':'Disk','name':'a'}}}", null, null)]
    [InlineData("{'spec':{'dataSourceRef':{'apiGroup':'x','kind':'Disk','name':'a'}}}", "Disk", "Disk")]
    [InlineData("{'spec':{'dataSourceRef':{'apiGroup':'x','kind':'Disk','name':'a','namespace':'other'}}}", null, null)]
    public void PrepareForCreate_DataSources_AreAlike(string patch, string? source, string? reference)
    {
        var spec = s_kind.Strategy.PrepareForCreate(s_kind.With(patch), PatchedKind<PersistentVolumeClaim>.Context).Spec;
        Assert.Equal((source, reference), (spec.DataSource?.Kind, spec.DataSourceRef?.Kind));
    }

    [Fact]
    public void WarnOnCreate_Fraction_IsSaid() => Assert.Equal(
        "spec.resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer",
        s_kind.Warnings("{'spec':{'resources':{'requests':{'storage':'1500m'}}}}"));
}

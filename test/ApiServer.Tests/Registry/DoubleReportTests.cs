using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Api.ApiRegistration.V1;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.FlowControl.V1;
using Kybernet.Api.Node.V1;
using Kybernet.Api.Rbac.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.AdmissionRegistration;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.ApiServer.Registry.ApiRegistration;
using Kybernet.ApiServer.Registry.Certificates;
using Kybernet.ApiServer.Registry.FlowControl;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.ApiServer.Registry.DynamicResources;
using Kybernet.ApiServer.Registry.Storage;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>What the schema's rules say of an object, the strategy does not say again.</summary>
public sealed class DoubleReportTests
{
    private static readonly FieldPath s_root = FieldPath.None;

    public static TheoryData<string, Action<FieldErrorList>> EmptyObjects => new()
    {
        { "RoleBinding", errors => Both(errors, new RoleBinding { Subjects = [new()] }) },
        { "ClusterRoleBinding", errors => Both(errors, new ClusterRoleBinding { Subjects = [new() { Kind = "ServiceAccount" }] }) },
        { "StorageClass", errors => Both(errors, new StorageClass { AllowedTopologies = [new() { MatchLabelExpressions = [new()] }] }) },
        { "CSIDriver", errors => Both(errors, new CSIDriver { Spec = new() { FsGroupPolicy = "x" } }) },
        { "CSINode", errors => Both(errors, new CSINode { Spec = new() { Drivers = [new() { TopologyKeys = [""] }] } }) },
        { "VolumeAttachment", errors => Both(errors, new VolumeAttachment()) },
        { "CSIStorageCapacity", errors => Both(errors, new CSIStorageCapacity()) },
        { "VolumeAttributesClass", errors => Both(errors, new VolumeAttributesClass()) },
        { "CertificateSigningRequest", errors => Both(errors, new CertificateSigningRequest { Status = new() { Conditions = [new()] } }) },
        { "RuntimeClass", errors => Both(errors, new RuntimeClass { Scheduling = new() { Tolerations = [new() { Effect = "x" }] } }) },
        { "FlowSchema", errors => Both(errors, new FlowSchema { Spec = new() { Rules = [new() { Subjects = [new(), new() { Kind = "User" }] }] } }) },
        { "PriorityLevel", errors => Both(errors, new PriorityLevelConfiguration { Spec = new() { Type = "Limited", Limited = new() } }) },
        { "ValidatingWebhook", errors => Both(errors, new ValidatingWebhookConfiguration { Webhooks = [new() { Rules = [new()] }] }) },
        { "ValidatingPolicy", errors => Both(errors, new ValidatingAdmissionPolicy { Spec = new() { ParamKind = new(), MatchConstraints = new() } }) },
        { "ValidatingBinding", errors => Both(errors, new ValidatingAdmissionPolicyBinding { Spec = new() { ParamRef = new() } }) },
        { "MutatingPolicy", errors => Both(errors, new MutatingAdmissionPolicy { Spec = new() { Mutations = [new()] } }) },
        { "CustomResourceDefinition", errors => Both(errors, new CustomResourceDefinition { Spec = new() { Versions = [new()] } }) },
        { "APIService", errors => Both(errors, new APIService { Spec = new() { Service = new() } }) },
        { "DeviceClass", errors => Both(errors, new DeviceClass { Spec = new() { Config = [new() { Opaque = new() }] } }) },
        { "ResourceClaim", errors => Both(errors, new ResourceClaim { Spec = new() { Devices = new() { Requests = [new() { Exactly = new() }] } } }) },
        { "ResourceSlice", errors => Both(errors, new ResourceSlice { Spec = new() { Devices = [new() { Taints = [new()] }] } }) },
    };

    [Theory]
    [MemberData(nameof(EmptyObjects))]
    public void Validate_EmptyObject_SaysNothingTwice(string kind, Action<FieldErrorList> validate)
    {
        var errors = new FieldErrorList();
        validate(errors);
        Assert.False(errors.IsEmpty, kind);
        // One check of a name may have two things to say.
        var said = errors.Select(error => error.Type == FieldErrorType.Invalid ? error.ToString() : $"{error.Field}: {error.Type}").ToList();
        Assert.Equal(said.Distinct(), said);
    }

    private static void Both(FieldErrorList errors, RoleBinding value)
    {
        value.Validate(errors, s_root);
        new RoleBindingStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ClusterRoleBinding value)
    {
        value.Validate(errors, s_root);
        new ClusterRoleBindingStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, StorageClass value)
    {
        value.Validate(errors, s_root);
        new StorageClassStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, CSIDriver value)
    {
        value.Validate(errors, s_root);
        new CSIDriverStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, CSINode value)
    {
        value.Validate(errors, s_root);
        new CSINodeStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, VolumeAttachment value)
    {
        value.Validate(errors, s_root);
        new VolumeAttachmentStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, CSIStorageCapacity value)
    {
        value.Validate(errors, s_root);
        new CSIStorageCapacityStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, VolumeAttributesClass value)
    {
        value.Validate(errors, s_root);
        new VolumeAttributesClassStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, CertificateSigningRequest value)
    {
        value.Validate(errors, s_root);
        new CertificateSigningRequestStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, RuntimeClass value)
    {
        value.Validate(errors, s_root);
        new RuntimeClassStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, FlowSchema value)
    {
        value.Validate(errors, s_root);
        new FlowSchemaStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, PriorityLevelConfiguration value)
    {
        value.Validate(errors, s_root);
        new PriorityLevelConfigurationStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ValidatingWebhookConfiguration value)
    {
        value.Validate(errors, s_root);
        new ValidatingWebhookConfigurationStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ValidatingAdmissionPolicy value)
    {
        value.Validate(errors, s_root);
        new ValidatingAdmissionPolicyStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ValidatingAdmissionPolicyBinding value)
    {
        value.Validate(errors, s_root);
        new ValidatingAdmissionPolicyBindingStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, MutatingAdmissionPolicy value)
    {
        value.Validate(errors, s_root);
        new MutatingAdmissionPolicyStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, CustomResourceDefinition value)
    {
        value.Validate(errors, s_root);
        new CustomResourceDefinitionStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, APIService value)
    {
        value.Validate(errors, s_root);
        new APIServiceStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, DeviceClass value)
    {
        value.Validate(errors, s_root);
        new DeviceClassStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ResourceClaim value)
    {
        value.Validate(errors, s_root);
        new ResourceClaimStrategy().Validate(value, errors);
    }

    private static void Both(FieldErrorList errors, ResourceSlice value)
    {
        value.Validate(errors, s_root);
        new ResourceSliceStrategy().Validate(value, errors);
    }
}

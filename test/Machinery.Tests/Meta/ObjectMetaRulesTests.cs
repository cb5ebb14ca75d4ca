using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Meta;

public sealed class ObjectMetaRulesTests
{
    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private static readonly FieldPath s_path = FieldPath.Of("metadata");

    private static readonly ObjectMeta s_valid = new()
    {
        Name = "web",
        Namespace = "default",
        Uid = "u1",
        ResourceVersion = "7",
        Generation = 2,
        CreationTimestamp = Time.Parse("2026-01-02T03:04:05Z"),
    };

    private static readonly OwnerReference s_owner = new() { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "web", Uid = "u2" };

    public static TheoryData<string, ObjectMeta, string> BadOnCreate { get; } = new()
    {
        { "no name", s_valid with { Name = "" }, "metadata.name: Required value: name or generateName is required" },
        { "name", s_valid with { Name = "Web" }, $"metadata.name: Invalid value: \"Web\": {LabelRule}" },
        { "prefix", s_valid with { GenerateName = "Web-" }, $"metadata.generateName: Invalid value: \"Web-\": {LabelRule}" },
        { "no namespace", s_valid with { Namespace = "" }, "metadata.namespace: Required value" },
        { "namespace", s_valid with { Namespace = "a_b" }, $"metadata.namespace: Invalid value: \"a_b\": {LabelRule}" },
        { "generation", s_valid with { Generation = -1 }, "metadata.generation: Invalid value: -1: must be greater than or equal to 0" },
        {
            "finalizers", s_valid with { Finalizers = ["orphan", "foregroundDeletion"] },
            "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both set"
        },
        {
            "owner version", WithOwner(s_owner with { ApiVersion = "a/b/c" }),
            "metadata.ownerReferences.apiVersion: Invalid value: \"a/b/c\": version must not be empty"
        },
        { "owner kind", WithOwner(s_owner with { Kind = "" }), "metadata.ownerReferences.kind: Invalid value: \"\": must not be empty" },
        { "owner name", WithOwner(s_owner with { Name = "" }), "metadata.ownerReferences.name: Invalid value: \"\": must not be empty" },
        { "owner uid", WithOwner(s_owner with { Uid = "" }), "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty" },
        {
            "banned owner", WithOwner(s_owner with { ApiVersion = "v1", Kind = "Event" }),
            """metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"web","uid":"u2"}: """
            + "/v1, Kind=Event is disallowed from being an owner"
        },
        {
            "two controllers", WithOwner(s_owner with { Controller = true }, s_owner with { Name = "db", Controller = true }),
            """metadata.ownerReferences: Invalid value: [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"u2","controller":true},"""
            + """{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"db","uid":"u2","controller":true}]: """
            + "Only one reference can have Controller set to true. Found \"true\" in references for ReplicaSet/web and ReplicaSet/db"
        },
        {
            "operation", WithManager(new() { Operation = "Merge" }),
            "metadata.managedFields[0].operation: Invalid value: \"Merge\": must be `Apply` or `Update`"
        },
        {
            "fields type", WithManager(new() { Operation = "Apply", FieldsType = "FieldsV2" }),
            "metadata.managedFields[0].fieldsType: Invalid value: \"FieldsV2\": must be `FieldsV1`"
        },
        {
            "manager", WithManager(new() { Operation = "Apply", Manager = "a\nb" }),
            "metadata.managedFields[0].manager: Invalid value: \"a\\nb\": invalid character U+000A (at position 1)"
        },
        {
            "subresource", WithManager(new() { Operation = "Apply", Subresource = new('s', 257) }),
            "metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes"
        },
    };

    public static TheoryData<string, ObjectMeta, string> BadOnUpdate { get; } = new()
    {
        { "version", s_valid with { ResourceVersion = "" }, "metadata.resourceVersion: Invalid value: \"\": must be specified for an update" },
        { "generation", s_valid with { Generation = 1 }, "metadata.generation: Invalid value: 1: must not be decremented" },
        { "name", s_valid with { Name = "db" }, "metadata.name: Invalid value: \"db\": field is immutable" },
        { "namespace", s_valid with { Namespace = "n" }, "metadata.namespace: Invalid value: \"n\": field is immutable" },
        { "uid", s_valid with { Uid = "u9" }, "metadata.uid: Invalid value: \"u9\": field is immutable" },
        {
            "creation", s_valid with { CreationTimestamp = Time.Parse("2026-01-02T03:04:06Z") },
            "metadata.creationTimestamp: Invalid value: \"2026-01-02T03:04:06Z\": field is immutable"
        },
        { "no creation", s_valid with { CreationTimestamp = default }, "metadata.creationTimestamp: Invalid value: null: field is immutable" },
        {
            "deletion", s_valid with { DeletionTimestamp = Time.Parse("2026-01-02T03:04:06Z") },
            "metadata.deletionTimestamp: Invalid value: \"2026-01-02T03:04:06Z\": field is immutable"
        },
        { "grace", s_valid with { DeletionGracePeriodSeconds = 5 }, "metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable" },
        { "owner", WithOwner(s_owner with { Name = "" }), "metadata.ownerReferences.name: Invalid value: \"\": must not be empty" },
    };

    [Fact]
    public void Validate_ValidMetadata_HasNoErrors() => Assert.Equal("", OnCreate(s_valid));

    [Theory]
    [MemberData(nameof(BadOnCreate))]
    public void Validate_BadField_IsNamed(string what, ObjectMeta meta, string expected) => Assert.Equal((what, expected), (what, OnCreate(meta)));

    [Fact]
    public void Validate_NamespaceOfClusterKind_IsForbidden() =>
        Assert.Equal("metadata.namespace: Forbidden: not allowed on this type", OnCreate(s_valid, isNamespaced: false));

    [Fact]
    public void Validate_SeveralErrors_AreInUpstreamsOrder()
    {
        var errors = new FieldErrorList();
        var bad = s_valid with { Name = "", Namespace = "", Generation = -1, Labels = MapOf.Of(("-", "")), Annotations = MapOf.Of(("-", "")) };
        ObjectMetaRules.Validate(errors, bad, isNamespaced: true, ObjectNames.IsDnsLabel, s_path);
        Assert.Equal(
            ["metadata.name", "metadata.namespace", "metadata.generation", "metadata.labels", "metadata.annotations"],
            errors.Select(error => error.Field));
    }

    [Fact]
    public void ValidateUpdate_NothingChanged_HasNoErrors() => Assert.Equal("", OnUpdate(s_valid, s_valid));

    [Theory]
    [MemberData(nameof(BadOnUpdate))]
    public void ValidateUpdate_BadChange_IsNamed(string what, ObjectMeta meta, string expected) =>
        Assert.Equal((what, expected), (what, OnUpdate(meta, s_valid)));

    [Fact]
    public void ValidateUpdate_NewFinalizerWhileDeleted_IsForbidden()
    {
        var old = s_valid with { DeletionTimestamp = Time.Parse("2026-01-02T03:04:06Z"), Finalizers = ["x/a"] };
        Assert.Equal(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"x/b\"}",
            OnUpdate(old with { Finalizers = ["x/b"] }, old));
    }

    private static ObjectMeta WithOwner(params ReadOnlySpan<OwnerReference> owners) => s_valid with { OwnerReferences = [.. owners] };

    private static ObjectMeta WithManager(ManagedFieldsEntry entry) => s_valid with { ManagedFields = [entry] };

    private static string OnCreate(ObjectMeta meta, bool isNamespaced = true)
    {
        var errors = new FieldErrorList();
        ObjectMetaRules.Validate(errors, meta, isNamespaced, ObjectNames.IsDnsLabel, s_path);
        return errors.Aggregate();
    }

    private static string OnUpdate(ObjectMeta meta, ObjectMeta old)
    {
        var errors = new FieldErrorList();
        ObjectMetaRules.ValidateUpdate(errors, meta, old, s_path);
        return errors.Aggregate();
    }
}

using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

public sealed class CustomResourceDefinitionStrategyTests
{
    private static readonly CustomResourceDefinitionStrategy s_strategy = new();

    public static TheoryData<Func<CustomResourceDefinitionSpec, CustomResourceDefinitionSpec>, string, string> Specs => new()
    {
        { spec => spec, "", "" },
        { spec => spec with { Group = "example" }, "spec.group", "should be a domain with at least one dot" },
        { spec => spec with { Group = "other.com" }, "metadata.name", "must be spec.names.plural+\".\"+spec.group" },
        { spec => spec with { Group = "x.k8s.io" }, "metadata.annotations[api-approved.kubernetes.io]", "protected groups must have" },
        { spec => spec with { Versions = default }, "spec.versions", "must have exactly one version marked as storage version" },
        {
            spec => spec with { Versions = [Definitions.Version, Definitions.Version] },
            "spec.versions", "must contain unique version names"
        },
        { spec => spec with { Versions = [Definitions.Version with { Name = "1" }] }, "spec.version", "a DNS-1035 label" },
        {
            spec => spec with { Versions = [Definitions.Version with { Schema = null }] },
            "spec.versions[0].schema.openAPIV3Schema", "Required"
        },
        { spec => spec with { PreserveUnknownFields = true }, "spec.preserveUnknownFields", "cannot set to true" },
        {
            spec => spec with { Names = spec.Names with { ListKind = "Lamp" } },
            "spec.names.listKind", "kind and listKind may not be the same"
        },
        { spec => spec with { Names = spec.Names with { Kind = "La_mp" } }, "spec.names.kind", "may have mixed case" },
        { spec => spec with { Names = spec.Names with { ShortNames = [""] } }, "spec.names.shortNames[0]", "a DNS-1035 label" },
        { spec => spec with { Names = new() }, "spec.names.singular", "Required value" },
    };

    public static TheoryData<CustomResourceConversion, string, string> Conversions => new()
    {
        { new() { Strategy = "Webhook" }, "spec.conversion.webhookClientConfig", "required when strategy is set to Webhook" },
        { Webhook(new(), "v1"), "spec.conversion.webhookClientConfig", "exactly one of url or service is required" },
        { Webhook(new() { Url = "http://x" }, "v1"), "spec.conversion.webhookClientConfig.url", "'https' is the only allowed URL scheme" },
        { Webhook(new() { Url = "https://x" }), "spec.conversion.conversionReviewVersions", "Required value" },
        {
            Webhook(new() { Url = "https://x" }, "v2"),
            "spec.conversion.conversionReviewVersions", "must include at least one of v1, v1beta1"
        },
        { Webhook(new() { Url = "https://x" }, "v1"), "", "" },
        { Webhook(new(), "v1") with { Strategy = "None" }, "spec.conversion.webhookClientConfig", "should not be set when strategy" },
    };

    public static TheoryData<CustomResourceDefinitionVersion, string, string> Versions => new()
    {
        {
            Definitions.Version with { DeprecationWarning = "old" },
            "spec.versions[0].deprecationWarning", "can only be set for deprecated"
        },
        {
            Definitions.Version with { Deprecated = true, DeprecationWarning = "a\u0007" },
            "spec.versions[0].deprecationWarning", "found at index 1"
        },
        { Scale("spec.x", ".status.x", null), "spec.subresources.scale.specReplicasPath", "must be a simple json path starting with ." },
        { Scale(".status.x", ".status.x", null), "spec.subresources.scale.specReplicasPath", "should be a json path under .spec" },
        { Scale(".spec.x", "", null), "spec.subresources.scale.statusReplicasPath", "Required value" },
        { Scale(".spec.x", ".status.x", ".x"), "spec.subresources.scale.labelSelectorPath", "under either .spec or .status" },
        { Column(new() { Name = "a", Type = "text", JsonPath = ".a" }), "spec.additionalPrinterColumns[0].type", "boolean,date,integer" },
        {
            Column(new() { Name = "a", Type = "string", Format = "x", JsonPath = ".a" }),
            "spec.additionalPrinterColumns[0].format", "byte,date"
        },
        { Column(new() { Type = "string" }), "spec.additionalPrinterColumns[0].JSONPath", "Required value" },
        { Selectable(".spec.a"), "", "" },
        { Selectable(".spec.b"), "spec.selectableFields[0].jsonPath", "is an invalid path: does not refer to a valid field" },
        { Selectable(".spec"), "spec.selectableFields[0].jsonPath", "must point to a field of type string, boolean or integer" },
        { Selectable(".spec.a", ".spec.a"), "spec.selectableFields[1].jsonPath", "Duplicate value" },
        { Selectable(".spec['a']"), "spec.selectableFields[0].jsonPath", "array notation is not allowed" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(Func<CustomResourceDefinitionSpec, CustomResourceDefinitionSpec> change, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, Definitions.Valid with { Spec = change(Definitions.Valid.Spec) }), path, text);

    [Theory]
    [MemberData(nameof(Conversions))]
    public void Validate_Conversion_Reports(CustomResourceConversion conversion, string path, string text) => Findings.Has(
        Findings.OfCreate(s_strategy, Definitions.Valid with { Spec = Definitions.Valid.Spec with { Conversion = conversion } }), path, text);

    [Theory]
    [MemberData(nameof(Versions))]
    public void Validate_Version_Reports(CustomResourceDefinitionVersion version, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, Definitions.WithVersion(version)), path, text);

    [Fact]
    public void ValidateUpdate_Established_NamesStay()
    {
        var old = Definitions.Valid with
        {
            Status = new() { StoredVersions = ["v1"], Conditions = [new() { Type = "Established", Status = "True" }] },
        };
        var spec = old.Spec with { Scope = "Cluster", Names = old.Spec.Names with { Kind = "Torch", Plural = "torches" } };
        var errors = Findings.OfUpdate(s_strategy, old with { Spec = spec }, old);
        Assert.Equal(["spec.scope", "spec.names.kind", "spec.names.plural"], errors.Select(error => error.Field));
    }

    [Fact]
    public void ValidateUpdate_StoredVersionGone_IsRefused()
    {
        var old = Definitions.Valid with { Status = new() { StoredVersions = ["v0", "v1"] } };
        Findings.Has(Findings.OfUpdate(s_strategy, old, old), "status.storedVersions[0]", "\"v0\": missing from spec.versions; v0 was");
    }

    [Fact]
    public void Default_Names_FollowKind()
    {
        var made = s_strategy.Default(new() { Spec = new() { Names = new() { Kind = "Lamp" }, Versions = [Definitions.Version] } });
        Assert.Equal(("lamp", "LampList", "None"), (made.Spec.Names.Singular, made.Spec.Names.ListKind, made.Spec.Conversion?.Strategy));
        Assert.Equal(["v1"], made.Status.StoredVersions);
        Assert.Same(made, s_strategy.Default(made));
    }

    [Fact]
    public void Prepare_StorageVersion_IsRemembered()
    {
        var version = Definitions.Version with { Name = "v2" };
        var updated = s_strategy.PrepareForUpdate(Definitions.WithVersion(version), Definitions.Valid, Findings.Context());
        Assert.Equal(["v1", "v2"], updated.Status.StoredVersions);
        Assert.Equal(1, updated.Metadata.Generation);
        Assert.Equal(["v2"], s_strategy.PrepareForCreate(Definitions.WithVersion(version), Findings.Context()).Status.StoredVersions);
    }

    [Fact]
    public void Warn_UnknownFormat_OnceIntroduced()
    {
        var warnings = new List<string>();
        var value = Definitions.WithProperty("{'type':'string','format':'colour'}");
        s_strategy.WarnOnUpdate(value, value, warnings);
        s_strategy.WarnOnCreate(Definitions.WithProperty("{'type':'string','format':'date-time'}"), warnings);
        Assert.Empty(warnings);
        s_strategy.WarnOnCreate(value, warnings);
        Assert.Equal(["unrecognized format \"colour\""], warnings);
    }

    private static CustomResourceConversion Webhook(WebhookClientConfig client, params string[] versions) =>
        new() { Strategy = "Webhook", Webhook = new() { ClientConfig = client, ConversionReviewVersions = [.. versions] } };

    private static CustomResourceDefinitionVersion Scale(string spec, string status, string? selector) => Definitions.Version with
    {
        Subresources = new() { Scale = new() { SpecReplicasPath = spec, StatusReplicasPath = status, LabelSelectorPath = selector } },
    };

    private static CustomResourceDefinitionVersion Column(CustomResourceColumnDefinition column) =>
        Definitions.Version with { AdditionalPrinterColumns = [column] };

    private static CustomResourceDefinitionVersion Selectable(params string[] paths) => Definitions.Version with
    {
        Schema = new()
        {
            OpenAPIV3Schema = Definitions.Schema(
                "{'type':'object','properties':{'spec':{'type':'object','properties':{'a':{'type':'string'}}}}}"),
        },
        SelectableFields = paths.Select(path => new SelectableField { JsonPath = path }).ToListOf(),
    };
}

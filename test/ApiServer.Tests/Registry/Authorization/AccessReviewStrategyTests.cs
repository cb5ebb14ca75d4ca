using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Registry.Authentication;
using Kybernet.ApiServer.Registry.Authorization;

namespace Kybernet.ApiServer.Tests.Registry.Authorization;

public sealed class AccessReviewStrategyTests
{
    private static readonly SubjectAccessReviewSpec s_spec = new() { User = "u", ResourceAttributes = new() { Namespace = "n", Verb = "get" } };

    public static TheoryData<SubjectAccessReviewSpec, string, string> Specs => new()
    {
        { s_spec, "", "" },
        { s_spec with { User = "", Groups = ["g"] }, "", "" },
        { s_spec with { User = "" }, "spec.user", "\"\": at least one of user or group must be specified" },
        { s_spec with { ResourceAttributes = null }, "spec.resourceAttributes", "null: exactly one of" },
        { s_spec with { NonResourceAttributes = new() { Path = "/" } }, "spec.nonResourceAttributes", "{\"path\":\"/\"}: cannot be" },
        { Fields(new()), "spec.resourceAttributes.fieldSelector.requirements", "when spec.resourceAttributes.fieldSelector is specified" },
        { Fields(new() { RawSelector = "a=b", Requirements = [new()] }), "spec.resourceAttributes.fieldSelector.rawSelector", "at the same time" },
        { Fields(new() { Requirements = [new() { Operator = "New" }] }), "spec.resourceAttributes.fieldSelector.requirements[0].key", "must be" },
        { Labels(new() { Key = "a", Operator = "In" }), "spec.resourceAttributes.labelSelector.requirements[0].values", "'In' or 'NotIn'" },
        { Labels(new() { Key = "-", Operator = "New" }), "spec.resourceAttributes.labelSelector.requirements[0].key", "name part must consist" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(SubjectAccessReviewSpec spec, string path, string text)
    {
        Findings.Has(Findings.OfCreate(new SubjectAccessReviewStrategy(), new() { Spec = spec }), path, text);
        var local = new LocalSubjectAccessReview { Metadata = new() { Namespace = "n" }, Spec = spec };
        Findings.Has(Findings.OfCreate(new LocalSubjectAccessReviewStrategy(), local), path, text);
    }

    [Fact]
    public void Validate_Metadata_MustBeEmpty()
    {
        Findings.Has(
            Findings.OfCreate(new SelfSubjectAccessReviewStrategy(), new() { Metadata = new() { Name = "a" } }), "metadata", "must be empty");
        var local = new LocalSubjectAccessReview { Metadata = new() { Name = "a", Namespace = "m" }, Spec = s_spec };
        var errors = Findings.OfCreate(new LocalSubjectAccessReviewStrategy(), local);
        Findings.Has(errors, "metadata", "must be empty except for namespace");
        Findings.Has(errors, "spec.resourceAttributes.namespace", "\"n\": must match metadata.namespace");
    }

    [Theory]
    [InlineData(600L, "")]
    [InlineData(599L, "less than 10 minutes")]
    [InlineData(4294967297L, "larger than 2^32 seconds")]
    public void Validate_TokenLifetime_Reports(long seconds, string text) => Findings.Has(
        Findings.OfCreate(new TokenRequestStrategy(), new TokenRequest { Spec = new() { ExpirationSeconds = seconds } }),
        text.Length == 0 ? "" : "spec.expirationSeconds", text);

    private static SubjectAccessReviewSpec Fields(FieldSelectorAttributes fields) =>
        s_spec with { ResourceAttributes = s_spec.ResourceAttributes! with { FieldSelector = fields } };

    private static SubjectAccessReviewSpec Labels(Kybernet.Machinery.Meta.LabelSelectorRequirement term) =>
        s_spec with { ResourceAttributes = s_spec.ResourceAttributes! with { LabelSelector = new() { Requirements = [term] } } };
}

using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry.Certificates;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Certificates;

public sealed class CertificateSigningRequestStrategyTests
{
    private static readonly CertificateSigningRequestStrategy s_strategy = new();
    private static readonly CertificateSigningRequestSpec s_spec =
        new() { Request = SignedData.Request(), SignerName = "example.com/signer", Usages = ["client auth"] };

    public static TheoryData<string, Func<CertificateSigningRequestSpec, CertificateSigningRequestSpec>, string> Specs => new()
    {
        { "", spec => spec, "" },
        { "", spec => spec with { Request = SignedData.Request(rsa: true) }, "" },
        { "spec.request", spec => spec with { Request = SignedData.Text("x") }, "\"eA==\": PEM block type must be CERTIFICATE REQUEST" },
        { "spec.request", spec => spec with { Request = SignedData.Certificate() }, "PEM block type must be CERTIFICATE REQUEST" },
        { "spec.request", spec => spec with { Request = SignedData.Forged() }, "x509: ECDSA verification failure" },
        { "spec.usages[0]", spec => spec with { Usages = ["fun"] }, "Unsupported value: \"fun\": supported values: \"any\"" },
        { "spec.usages[1]", spec => spec with { Usages = ["any", "any"] }, "Duplicate value: \"any\"" },
        { "spec.signerName", spec => spec with { SignerName = "" }, "Required value" },
        { "spec.signerName", spec => spec with { SignerName = "kubernetes.io/legacy-unknown" }, "legacy signerName is not allowed" },
        { "spec.signerName", spec => spec with { SignerName = "example.com" }, "must be a fully qualified domain and path" },
        { "spec.signerName", spec => spec with { SignerName = "example/x" }, "at least two segments separated by dots" },
        { "spec.signerName", spec => spec with { SignerName = "example.com/A" }, "\"A\": validating label \"A\": a lowercase" },
        { "spec.expirationSeconds", spec => spec with { ExpirationSeconds = 599 }, "less than 600 seconds (10 minutes)" },
    };

    public static TheoryData<string, string, string> Statuses => new()
    {
        { "Approved=True", "", "" },
        { "Approved=False", "status.conditions[0].status", "Unsupported value: \"False\": supported values: \"True\"" },
        { "Other=No", "status.conditions[0].status", "\"False\", \"True\", \"Unknown\"" },
        { "=True", "status.conditions[0].type", "Required value" },
        { "Approved=True Denied=True", "status.conditions", "\"Denied\": Approved and Denied conditions are mutually exclusive" },
        { "Other=True Other=True", "status.conditions[1].type", "Duplicate value: \"Other\"" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(
        string path, Func<CertificateSigningRequestSpec, CertificateSigningRequestSpec> change, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, new() { Spec = change(s_spec) }), path, text);

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Validate_Conditions_Reports(string conditions, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, With(conditions)), path, text);

    [Theory]
    [InlineData("x", "must contain at least one CERTIFICATE PEM block")]
    [InlineData("-----BEGIN KEY-----\naGk=\n-----END KEY-----\n", "only CERTIFICATE PEM blocks are allowed, found \"KEY\"")]
    [InlineData("-----BEGIN CERTIFICATE-----\nk: v\n\naGk=\n-----END CERTIFICATE-----\n", "no PEM block headers are permitted")]
    public void Validate_Certificate_Reports(string certificate, string text) => Findings.Has(
        Findings.OfCreate(s_strategy, new() { Spec = s_spec, Status = new() { Certificate = SignedData.Text(certificate) } }),
        "status.certificate", text);

    [Fact]
    public void PrepareForCreate_Requester_IsTheCaller()
    {
        var user = new Kybernet.ApiServer.Registry.UserInfo { Name = "jane", Uid = "7", Groups = ["a"], Extra = [new("k", ["v"])] };
        var spec = s_strategy.PrepareForCreate(With("Approved=True") with { Spec = s_spec with { Username = "admin" } }, Findings.Context(user));
        Assert.Equal(s_spec with { Username = "jane", Uid = "7", Groups = ["a"], Extra = [new("k", ["v"])] }, spec.Spec);
        Assert.Equal(CertificateSigningRequestStatus.Empty, spec.Status);
    }

    [Fact]
    public void Doors_EachChangesItsPart()
    {
        var (plain, approved) = (With(""), With("Approved=True"));
        Assert.Equal(plain, s_strategy.PrepareForUpdate(approved, plain, Findings.Context()));
        var viaStatus = s_strategy.Status.PrepareForUpdate(approved, plain, Findings.Context());
        Findings.Has(Findings.OfUpdate(s_strategy.Status, viaStatus, plain), "status.conditions", "may not add a condition of type \"Approved\"");
        var viaApproval = s_strategy.Approval.PrepareForUpdate(approved, plain, Findings.Context());
        Assert.Empty(Findings.OfUpdate(s_strategy.Approval, viaApproval, plain));
        Assert.False(viaApproval.Status.Conditions[0].LastUpdateTime.IsZero);
        Findings.Has(Findings.OfUpdate(s_strategy.Approval, plain, approved), "status.conditions", "may not remove a condition of type \"Approved\"");
    }

    [Fact]
    public void Status_Certificate_IsSetOnce()
    {
        var issued = With("") with { Status = new() { Certificate = SignedData.Certificate() } };
        Assert.Empty(Findings.OfUpdate(s_strategy.Status, issued, With("")));
        Findings.Has(Findings.OfUpdate(s_strategy.Approval, issued, With("")), "status.certificate", "may not set certificate content");
        Findings.Has(Findings.OfUpdate(s_strategy.Status, With(""), issued), "status.certificate", "may not modify existing certificate");
    }

    [Fact]
    public void Status_UnchangedTransition_KeepsItsTime()
    {
        var time = Time.Parse("2026-01-02T03:04:05Z");
        var old = With("Failed=True");
        old = old with { Status = new() { Conditions = [old.Status.Conditions[0] with { LastTransitionTime = time, LastUpdateTime = time }] } };
        var condition = s_strategy.Status.PrepareForUpdate(With("Failed=True"), old, Findings.Context()).Status.Conditions[0];
        Assert.Equal(time, condition.LastTransitionTime);
        Assert.NotEqual(time, condition.LastUpdateTime);
    }

    private static CertificateSigningRequest With(string conditions) => new()
    {
        Spec = s_spec,
        Status = new()
        {
            Conditions = conditions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(text => new CertificateSigningRequestCondition { Type = text.Split('=')[0], Status = text.Split('=')[1] })
                .ToListOf(),
        },
    };
}

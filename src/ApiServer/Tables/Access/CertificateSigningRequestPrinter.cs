using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Access;

/// <summary>Certificate signing requests.</summary>
public sealed class CertificateSigningRequestPrinter() : TablePrinter<CertificateSigningRequest>(
[
    Column.Name, Column.Age,
    Column.Text("SignerName", "Who is to sign."),
    Column.Text("Requestor", "Who asks for the certificate."),
    Column.Text("RequestedDuration", "How long the certificate is to be valid."),
    Column.Text("Condition", "Whether the request is approved, and the certificate issued."),
])
{
    protected override ListOf<JsonValue> Row(CertificateSigningRequest value, DateTimeOffset now) =>
    [
        value.Metadata.Name, Cell.Age(value.Metadata, now), Cell.Or(value.Spec.SignerName, Cell.None), value.Spec.Username,
        value.Spec.ExpirationSeconds is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : Cell.None, Condition(value),
    ];

    private static string Condition(CertificateSigningRequest request)
    {
        var condition = Has(request, "Denied") ? "Denied" : Has(request, "Approved") ? "Approved" : "Pending";
        if (Has(request, "Failed")) condition += ",Failed";
        return request.Status.Certificate.Length > 0 ? condition + ",Issued" : condition;
    }

    private static bool Has(CertificateSigningRequest request, string type) =>
        request.Status.Conditions.Any(condition => condition.Type == type);
}

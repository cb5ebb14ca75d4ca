using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Base.Pki;
using Kybernet.Controllers.Certificates;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.Certificates;

public sealed class CertificateControllersTests
{
    private const string Bootstrapper = "system:node:a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KubeletThatMay_GetsItsCertificate()
    {
        await using var made = await StartAsync();
        await made.Cluster.ApplyAsync(Binding, Cancel);
        var kubelet = made.Cluster.ClientOf(Bootstrapper, "system:bootstrappers");

        // The authoriser's copy of the roles follows what was applied.
        var request = RequestOf("CN=system:node:a, O=system:nodes", null);
        await made.PassAsync(TimeSpan.FromMilliseconds(1), async () => (await kubelet.CreateAsync(request, Cancel)).IsOk, Cancel);
        var issued = await made.Cluster.EventuallyAsync<CertificateSigningRequest>("csr", static request => !request.Status.Certificate.IsEmpty, Cancel);

        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(issued.Status.Certificate.Span));
        Assert.Equal("CN=system:node:a, O=system:nodes", certificate.Subject);
        Assert.Equal("CN=test-ca", certificate.Issuer);
        Assert.Equal("AutoApproved", issued.Status.Conditions[0].Reason);
        Assert.Equal(TimeSpan.FromDays(365), certificate.NotAfter - certificate.NotBefore);
    }

    [Fact]
    public async Task ApprovedRequest_ThatTheSignerWillNotSign_Fails()
    {
        await using var made = await StartAsync();
        await made.Cluster.Client.CreateAsync(RequestOf("CN=eve, O=system:nodes", null), Cancel);
        var request = (await made.Cluster.Client.GetAsync<CertificateSigningRequest>(new("csr"), Cancel)).Value;
        var approved = request with { Status = new() { Conditions = [new() { Type = "Approved", Status = "True", Reason = "r" }] } };

        var sent = await made.Cluster.Client.SendAsync(
            new(Client.Transport.ApiVerb.Update, new("certificates.k8s.io", "v1", "certificatesigningrequests"))
            {
                Name = "csr",
                Subresource = "approval",
                Body = approved,
            },
            Cancel);
        Assert.True(sent.IsOk, sent.Error?.Message);

        var failed = await made.Cluster.EventuallyAsync<CertificateSigningRequest>("csr", static there => there.Status.Conditions.Count == 2, Cancel);
        Assert.Equal("subject common name does not begin with system:node:", failed.Status.Conditions[1].Message);
    }

    [Theory]
    [InlineData("CN=system:node:a, O=system:nodes", null, 1)]
    [InlineData("CN=system:node:b, O=system:nodes", null, 0)]
    [InlineData("CN=system:node:a, O=other", null, -1)]
    [InlineData("CN=system:node:a, O=system:nodes", "host", -1)]
    public void Permissions_OfARequest_AreItsOwnAndAnyNodes(string subject, string? name, int own)
    {
        var request = RequestOf(subject, name);
        Assert.True(SigningRequest.TryParse(request.Spec.Request.Span, out var parsed, out _));

        var permissions = ApprovingPlan.Permissions(request with { Spec = request.Spec with { Username = Bootstrapper } }, parsed);

        Assert.Equal(own + 1, permissions.Count);
    }

    [Fact]
    public void TryParse_AChangedRequest_IsRefused()
    {
        var pem = Encoding.ASCII.GetString(RequestOf("CN=a", null).Spec.Request.Span);
        var der = Convert.FromBase64String(pem[(pem.IndexOf('\n', StringComparison.Ordinal) + 1)..pem.LastIndexOf("-----END", StringComparison.Ordinal)]);
        der[^1] ^= 1;

        Assert.False(SigningRequest.TryParse(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE REQUEST", der)), out _, out _));
        Assert.False(SigningRequest.TryParse("nothing"u8, out _, out var error));
        Assert.Equal("PEM block type must be CERTIFICATE REQUEST", error);
    }

    private static Task<ControllersUnderTest> StartAsync()
    {
        var authority = CertificateAuthority.Create("test-ca", TimeSpan.FromDays(3650), TimeProvider.System);
        var options = ControllersOptions.Default with { SigningAuthority = new(authority.CertificatePem, authority.KeyPem) };
        return ControllersUnderTest.StartAsync(
            options,
            Cancel,
            CertificateControllers.CreateApproving,
            static context => CertificateControllers.CreateSigning(context)!,
            CertificateControllers.CreateCleaner);
    }

    private static CertificateSigningRequest RequestOf(string subject, string? name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is not null)
        {
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        return new()
        {
            Metadata = new() { Name = "csr" },
            Spec = new()
            {
                Request = Bytes.Adopt(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem())),
                SignerName = "kubernetes.io/kube-apiserver-client-kubelet",
                Usages = ["digital signature", "client auth"],
            },
        };
    }

    private const string Binding = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: bootstrap
        subjects:
        - kind: Group
          apiGroup: rbac.authorization.k8s.io
          name: system:bootstrappers
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:certificates.k8s.io:certificatesigningrequests:nodeclient
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: bootstrap-create
        subjects:
        - kind: Group
          apiGroup: rbac.authorization.k8s.io
          name: system:bootstrappers
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:node-bootstrapper
        """;
}

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Admission.Certificates;
using Kybernet.ApiServer.Admission.Pods;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Admission;

public sealed class OtherPluginsTests
{
    private const string Claim = """
        {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: default},
         spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
        """;

    [Theory]
    [InlineData("spec", "{}", "new")]
    [InlineData("spec", "{storageClassName: ''}", "")]
    [InlineData("spec", "{storageClassName: old}", "old")]
    [InlineData("metadata", "{annotations: {volume.beta.kubernetes.io/storage-class: x}}", null)]
    public async Task Create_ClaimWithoutAClass_GetsTheNewestDefault(string at, string patch, string? expected)
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<StorageClass>(Class("old", "true"));
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await cluster.MakeAsync<StorageClass>(Class("new", "true"));
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await cluster.MakeAsync<StorageClass>(Class("plain", "false"));

        var claim = await cluster.TryMakeAsync(Manifests.Patched<PersistentVolumeClaim>(Claim, at, patch));

        Assert.Equal(expected, claim.Value.Spec.StorageClassName);
        Assert.Equal(["kubernetes.io/pvc-protection"], claim.Value.Metadata.Finalizers);
    }

    [Theory]
    [InlineData("grows", "Bound", "")]
    [InlineData("stays", "Bound", "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize")]
    public async Task Update_ClaimGrows_OnlyWhereItsClassLetsIt(string storage, string phase, string expected)
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<StorageClass>("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: grows}, provisioner: p, "
            + "allowVolumeExpansion: true}");
        await cluster.MakeAsync<StorageClass>("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: stays}, provisioner: p}");
        await cluster.TryMakeAsync(Manifests.Patched<PersistentVolumeClaim>(Claim, "spec", $"{{storageClassName: {storage}, volumeName: v}}"));
        await cluster.ChangeAsync<PersistentVolumeClaim>("default", "c", claim => claim with { Status = claim.Status with { Phase = phase } },
            subresource: "status");

        var grown = await cluster.ChangeAsync<PersistentVolumeClaim>("default", "c", static claim => claim with
        {
            Spec = claim.Spec with
            {
                Resources = claim.Spec.Resources with
                {
                    Requests = claim.Spec.Resources.Requests.SetItem("storage",
                Quantity.Parse("2Gi"))
                }
            },
        });

        Assert.Equal(expected.Length == 0 ? null : "persistentvolumeclaims \"c\" is forbidden: " + expected, grown.Error?.Message);
    }

    [Fact]
    public async Task Create_IngressWithoutAClass_GetsTheDefault()
    {
        await using var cluster = await AdmissionCluster.StartAsync();
        await cluster.MakeAsync<IngressClass>(
            "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: best, annotations: {ingressclass.kubernetes.io/is-default-class: "
                + "'true'}}, spec: {controller: x.example/y}}");

        var made = await cluster.MakeAsync<Ingress>(
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: default}, spec: {defaultBackend: {service: {name: s, port: "
                + "{number: 80}}}}}");

        Assert.Equal("best", made.Spec.IngressClassName);
    }

    [Fact]
    public async Task Create_Node_IsNotReadyYet()
    {
        await using var cluster = await AdmissionCluster.StartAsync();

        var node = await cluster.MakeAsync<Node>("{apiVersion: v1, kind: Node, metadata: {name: node}}");

        Assert.Equal("node.kubernetes.io/not-ready:NoSchedule", string.Join(',', node.Spec.Taints.Select(static taint => $"{taint.Key}:{taint.Effect}")));
    }

    [Theory]
    [InlineData("kubernetes.io/kube-apiserver-client", "CN=eve,O=system:masters", false)]
    [InlineData("kubernetes.io/kube-apiserver-client", "CN=eve+O=system:masters", false)]
    [InlineData("kubernetes.io/kube-apiserver-client", "CN=eve,O=devs", true)]
    [InlineData("example.com/other", "CN=eve,O=system:masters", true)]
    public async Task Create_SigningRequestOfMasters_IsForbidden(string signer, string subject, bool isLetIn)
    {
        await using var cluster = await AdmissionCluster.StartAsync();

        var made = await cluster.TryMakeAsync(new CertificateSigningRequest
        {
            Metadata = new() { Name = "r" },
            Spec = new() { Request = Request(subject), SignerName = signer, Usages = ["client auth"] },
        });

        Assert.Equal(
            isLetIn ? null
            : "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters "
                + "group is not allowed",
            made.Error?.Message);
    }

    [Theory]
    [InlineData("CN=a,O=x,O=y", "a x,y")]
    [InlineData("CN=a+O=x,O=y", "a x,y")]
    [InlineData("O=y", " y")]
    public void Request_Subject_IsReadWhole(string subject, string expected)
    {
        var read = SubjectOf.Request(Request(subject))!;
        Assert.Equal(expected, $"{read.CommonName} {string.Join(',', read.Organizations.Order(StringComparer.Ordinal))}");
    }

    [Theory]
    [InlineData("{key: a, operator: Exists}", "{key: a, operator: Equal, value: x, effect: NoSchedule}", true)]
    [InlineData("{operator: Exists}", "{key: a, operator: Exists}", true)]
    [InlineData("{key: a, operator: Exists}", "{key: b, operator: Exists}", false)]
    [InlineData("{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 10}",
        "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 20}", false)]
    [InlineData("{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 20}",
        "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 10}", true)]
    [InlineData("{key: a, operator: Equal, value: x}", "{key: a, operator: Exists}", false)]
    public void Covers_Tolerations_WideOneCoversNarrow(string wide, string narrow, bool expected)
    {
        var pod = Manifests.Read<Pod>($"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [], tolerations: [{wide}, {narrow}]}}}}");
        Assert.Equal(expected, Tolerations.Covers(pod.Spec.Tolerations[0], pod.Spec.Tolerations[1]));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("AlwaysPullImages", "PodSecurity", null)]
    [InlineData("", "MutatingAdmissionWebhook", null)]
    [InlineData("Nonsense", "", "enable-admission-plugins plugin \"Nonsense\" is unknown")]
    [InlineData("", "Nonsense", "disable-admission-plugins plugin \"Nonsense\" is unknown")]
    [InlineData("PodSecurity", "PodSecurity", "[PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped")]
    public void Check_Names_AreKnownAndNotBoth(string enabled, string disabled, string? expected) =>
        Assert.Equal(expected, AdmissionPlugins.Check(enabled.Length == 0 ? [] : [enabled], disabled.Length == 0 ? [] : [disabled]));

    [Fact]
    public async Task Create_WithPluginsThatAreOffByDefault_TheyJudge()
    {
        await using var cluster = await AdmissionCluster.StartAsync(static options => options with
        {
            EnabledAdmissionPlugins = ["AlwaysPullImages", "DenyServiceExternalIPs"],
            DisabledAdmissionPlugins = ["ServiceAccount"],
        });

        var pod = await cluster.MakeAsync<Pod>("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: {containers: [{name: c, image: "
            + "'x:1', imagePullPolicy: Never}]}}");
        var service = await cluster.TryMakeAsync(Manifests.Read<Service>(
            "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {ports: [{port: 1}], externalIPs: [192.0.2.1]}}"));

        Assert.Equal("Always", pod.Spec.Containers[0].ImagePullPolicy);
        Assert.Equal("services \"s\" is forbidden: Use of external IPs is denied by admission control", service.Error!.Message);
    }

    private static string Class(string name, string isDefault) =>
        $"{{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {{name: {name}, annotations: {{storageclass.kubernetes.io/is-default-class: "
            + $"'{isDefault}'}}}}, provisioner: p}}";

    private static Bytes Request(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(subject), key, HashAlgorithmName.SHA256);
        return Bytes.Adopt(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()));
    }

    /// <summary>Attributes of one part have a plus sign between them, parts a comma.</summary>
    private static X500DistinguishedName Name(string subject)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var part in subject.Split(','))
            {
                using (writer.PushSetOf())
                {
                    foreach (var attribute in part.Split('+').Select(static one => one.Split('=')))
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(attribute[0] == "CN" ? "2.5.4.3" : "2.5.4.10");
                            writer.WriteCharacterString(UniversalTagNumber.UTF8String, attribute[1]);
                        }
                    }
                }
            }
        }

        return new(writer.Encode());
    }
}

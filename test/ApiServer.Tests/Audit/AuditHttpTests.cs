using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.Base.Pki;

namespace Kybernet.ApiServer.Tests.Audit;

/// <summary>The audit log of requests over HTTPS.</summary>
public sealed class AuditHttpTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kybernet-audit-");
    private string _thumbprint = "";

    [Fact]
    public async Task Get_WrongToken_ReasonIsInTheLogAndNotInTheAnswer()
    {
        await using var cluster = await StartAsync("{level: Metadata}");
        using var client = NewClient(cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nodes");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("attempted", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var seen = Assert.Single(await EventsAsync(1));
        Assert.Equal("ResponseStarted", seen.GetProperty("stage").GetString());
        Assert.StartsWith(
            "Authentication failed, attempted: bearer", seen.GetProperty("responseStatus").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a.b.c", seen.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Anonymous_IsForbiddenAndBothStagesShareAnId()
    {
        await using var cluster = await StartAsync("{level: Request}");
        using var client = NewClient(cluster);

        using var response = await client.GetAsync("/api/v1/nodes?limit=3", TestContext.Current.CancellationToken);

        var events = await EventsAsync(2);
        Assert.Equal(["RequestReceived", "ResponseComplete"], events.Select(static one => one.GetProperty("stage").GetString()));
        Assert.Equal("/api/v1/nodes?limit=3", events[1].GetProperty("requestURI").GetString());
        Assert.Equal(403, events[1].GetProperty("responseStatus").GetProperty("code").GetInt32());
        Assert.All(events, one => Assert.Equal(response.Headers.GetValues("Audit-Id").Single(), one.GetProperty("auditID").GetString()));
    }

    [Fact]
    public async Task Post_ReviewAtLevelRequest_WritesWhatWasSent()
    {
        await using var cluster = await StartAsync("{level: Request, omitStages: [RequestReceived]}");
        using var client = NewClient(cluster);
        using var body = new StringContent(
            """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""", Encoding.UTF8, "application/json");

        await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", body, TestContext.Current.CancellationToken);

        var seen = Assert.Single(await EventsAsync(1));
        Assert.Equal("create", seen.GetProperty("verb").GetString());
        Assert.Equal("system:anonymous", seen.GetProperty("user").GetProperty("username").GetString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<AdmissionCluster> StartAsync(string rule)
    {
        var life = TimeSpan.FromDays(30);
        var serving = CertificateAuthority.Create("ca", life, TimeProvider.System).IssueServer("kube-apiserver", ["localhost"], [IPAddress.Loopback], life);
        _thumbprint = serving.ToX509().Thumbprint;
        var context = SslStreamCertificateContext.Create(serving.ToX509(), [], offline: true);
        return AdmissionCluster.StartAsync(options => options with
        {
            Listen = new(IPAddress.Loopback, 0),
            ServingCertificate = () => context,
            CertificateTime = TimeProvider.System,
            Audit = new()
            {
                Policy = $"{{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{{level: None, userGroups: [system:masters]}}, {rule}]}}",
                File = new(Path.Combine(_folder.FullName, "audit.log")),
            },
        });
    }

    // The certificate is this test's own.
    private HttpClient NewClient(AdmissionCluster cluster)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _thumbprint },
        };
        return new(handler) { BaseAddress = new($"https://{cluster.Server.ServerAddress}") };
    }

    /// <summary>The last event of a request is written after its answer.</summary>
    private async Task<List<JsonElement>> EventsAsync(int count)
    {
        var path = Path.Combine(_folder.FullName, "audit.log");
        while (true)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length >= count) return [.. lines.Select(static line => JsonDocument.Parse(line).RootElement)];
            await Task.Yield();
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.ApiServer.Tests.Authentication;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Client.Transport;
using Kybernet.Client.Transport.Https;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.Audit;

/// <summary>Events posted to a running HTTPS server.</summary>
public sealed class AuditWebhookTests
{
    private readonly ConcurrentQueue<(string Body, string Authorization)> _posts = new();
    private int _failures;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_ABatchFull_ArePostedAsOneListWithTheKubeconfigsCredentials()
    {
        await using var stub = await HttpsStub.StartAsync(AnswerAsync);
        await using var cluster = await StartAsync(stub, 3);
        foreach (var name in (string[])["a", "b", "c"]) await CreateAsync(cluster, name);
        while (_posts.IsEmpty) await Task.Delay(1, Cancel);
        var (body, authorization) = Assert.Single(_posts);
        Assert.Equal("Bearer auditor", authorization);
        Assert.Equal(("EventList", "audit.k8s.io/v1"), (Text(body, "kind"), Text(body, "apiVersion")));
        Assert.Equal(["a", "b", "c"], Names(body));
    }

    [Fact]
    public async Task Requests_FewerThanABatch_ArePostedAfterTheWait()
    {
        await using var stub = await HttpsStub.StartAsync(AnswerAsync);
        await using var cluster = await StartAsync(stub, 400);
        await CreateAsync(cluster, "a");
        Assert.Empty(_posts);
        while (_posts.IsEmpty) await AdvanceAsync(cluster);
        Assert.Equal(["a"], Names(_posts.First().Body));
    }

    [Theory]
    [InlineData(2, new[] { "a", "a", "a", "b" })]
    [InlineData(4, new[] { "a", "a", "a", "a", "b" })]
    public async Task Requests_WebhookFails_IsAskedAgainUpToFourTimesAndNoRequestWaits(int failures, string[] expected)
    {
        _failures = failures;
        await using var stub = await HttpsStub.StartAsync(AnswerAsync);
        await using var cluster = await StartAsync(stub, 1);
        await CreateAsync(cluster, "a");
        await CreateAsync(cluster, "b");
        while (_posts.Count < expected.Length) await AdvanceAsync(cluster);
        Assert.Equal(expected, _posts.SelectMany(static post => Names(post.Body)));
    }

    [Fact]
    public async Task Stop_EventsWait_ArePostedFirst()
    {
        await using var stub = await HttpsStub.StartAsync(AnswerAsync);
        await using (var cluster = await StartAsync(stub, 400)) await CreateAsync(cluster, "a");
        Assert.Equal(["a"], Names(Assert.Single(_posts).Body));
    }

    private static Task<AdmissionCluster> StartAsync(HttpsStub stub, int batch) => AdmissionCluster.StartAsync(options => options with
    {
        Audit = new()
        {
            Policy = "{apiVersion: audit.k8s.io/v1, kind: Policy, omitStages: [RequestReceived], "
                + "rules: [{level: Metadata, resources: [{group: '', resources: [configmaps]}]}]}",
            Webhook = AuditWebhookOptions.To(
                new() { Server = new(stub.Url + "/audit"), AuthorityPem = stub.AuthorityPem, Credentials = new FixedCredential(new("Bearer auditor", null)) },
                TimeProvider.System) with
            {
                MaxBatchSize = batch,
            },
        },
    });

    private static async Task CreateAsync(AdmissionCluster cluster, string name)
    {
        var map = Manifests.Read<ConfigMap>($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: default}}}}");
        var call = new ApiCall(ApiVerb.Create, cluster.Registry.FindKind(ConfigMap.Gvk).Info.Resource)
        {
            Namespace = "default",
            Body = map,
            FieldManager = "test",
        };
        await cluster.Server.Loopback(AdmissionCluster.Administrator).SendAsync(call, Cancel);
    }

    private static async Task AdvanceAsync(AdmissionCluster cluster)
    {
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(1, Cancel);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        _posts.Enqueue((await reader.ReadToEndAsync(http.RequestAborted), http.Request.Headers.Authorization.ToString()));
        http.Response.StatusCode = Interlocked.Decrement(ref _failures) >= 0 ? 500 : 200;
    }

    private static string? Text(string body, string name) => JsonDocument.Parse(body).RootElement.GetProperty(name).GetString();

    private static IEnumerable<string?> Names(string body) => JsonDocument.Parse(body).RootElement.GetProperty("items").EnumerateArray()
        .Select(static one => one.GetProperty("objectRef").GetProperty("name").GetString());
}

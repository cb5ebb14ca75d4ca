using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission.Webhooks;

/// <summary>Writes of an API server with webhooks that are real HTTPS servers. Texts: upstream's.</summary>
public sealed class WebhookAdmissionTests : IAsyncLifetime
{
    private AdmissionCluster _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("\"allowed\": true", null, 0)]
    [InlineData("\"allowed\": false", "admission webhook \"w.example.com\" denied the request without explanation", 400)]
    [InlineData("\"allowed\": false, \"status\": {\"message\": \"no\", \"code\": 403}", "admission webhook \"w.example.com\" denied the request: no", 403)]
    [InlineData("\"allowed\": false, \"status\": {\"reason\": \"Because\"}", "admission webhook \"w.example.com\" denied the request: Because", 400)]
    [InlineData("\"allowed\": true, \"patchType\": \"JSONPatch\"", "Internal error occurred: failed calling webhook \"w.example.com\": "
        + "received invalid webhook response: validating webhook may not return response.patchType", 500)]
    [InlineData("500", "Internal error occurred: failed calling webhook \"w.example.com\": failed to call webhook: "
        + "an error on the server (\"broken\") has prevented the request from succeeding", 500)]
    public async Task Create_WithAValidatingWebhook_GoesByItsAnswer(string answer, string? expected, int code)
    {
        await using var hook = await HookStub.StartAsync(_ => answer);
        await ValidateAsync(hook.Client);

        var created = await MakeMapAsync();

        Assert.Equal((expected, code), (created.Error?.Message, created.Error?.Code ?? 0));
        var asked = Assert.Single(hook.Asked);
        Assert.Equal(
            ("CREATE", "m", "default", "configmaps", "root"),
            (asked.Operation, asked.Name, asked.Namespace, asked.Resource.Resource, asked.UserInfo.Username));
        Assert.Contains("\"a\":\"b\"", asked.Object.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateAndDelete_WithAValidatingWebhook_ShowBothObjects()
    {
        await using var hook = await HookStub.StartAsync(request => request.Operation == "DELETE" ? "\"allowed\": false" : "\"allowed\": true");
        await ValidateAsync(hook.Client);
        _ = (await MakeMapAsync()).Value;

        _ = (await _cluster.ChangeAsync<ConfigMap>("default", "m", map => map with { Data = map.Data.SetItem("a", "c") })).Value;
        var deleted = await _cluster.DeleteAsync<ConfigMap>("default", "m");

        Assert.Equal("admission webhook \"w.example.com\" denied the request without explanation", deleted?.Message);
        var (update, delete) = (hook.Asked[1], hook.Asked[2]);
        Assert.Contains("\"a\":\"c\"", update.Object.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"a\":\"b\"", update.OldObject.ToString(), StringComparison.Ordinal);
        Assert.True(delete.Object.IsAbsent);
        Assert.Contains("\"kind\":\"DeleteOptions\"", delete.Options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fail", "failed to call webhook: Post \"URL?timeout=10s\": tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [InlineData("Ignore", null)]
    public async Task Create_WebhookIsNotTrusted_FailurePolicyDecides(string policy, string? expected)
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": false");
        await ValidateAsync(hook.UntrustedClient, $"failurePolicy: {policy}");

        var created = await MakeMapAsync();

        var message = created.Error?.Message.Replace(hook.UntrustedClient.Split('\'')[1], "URL", StringComparison.Ordinal);
        Assert.Equal(expected is null ? null : "Internal error occurred: failed calling webhook \"w.example.com\": " + expected, message);
        Assert.Empty(hook.Asked);
    }

    [Fact]
    public async Task Create_WebhookDoesNotAnswer_EndsAfterItsTimeout()
    {
        await using var hook = await HookStub.StartAsync(_ => "never");
        await ValidateAsync(hook.Client, "timeoutSeconds: 3");

        var creation = MakeMapAsync();
        await hook.FirstQuestion.WaitAsync(TestContext.Current.CancellationToken);
        _cluster.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.EndsWith("/hook?timeout=3s\": context deadline exceeded", (await creation).Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("NoneOnDryRun", null)]
    public async Task DryRun_WebhookWithoutSideEffects_IsAsked(string sideEffects, string? expected)
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": true, \"warnings\": [\"mind\"]");
        await ValidateAsync(hook.Client, $"sideEffects: {sideEffects}");
        List<string> warnings = [];

        var created = await _cluster.TryMakeAsync(Map, warnings: warnings, isDryRun: true);

        Assert.Equal(expected, created.Error?.Message);
        Assert.Equal(["mind"], warnings);
        Assert.True(Assert.Single(hook.Asked).DryRun);
    }

    [Theory]
    [InlineData("objectSelector: {matchLabels: {team: blue}}", 0)]
    [InlineData("objectSelector: {matchLabels: {team: red}}", 1)]
    [InlineData("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}", 1)]
    [InlineData("namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [default]}]}", 0)]
    public async Task Create_WithSelectors_AsksOnlyForWhatMatches(string selector, int expected)
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": true");
        await ValidateAsync(hook.Client, selector);

        _ = (await MakeMapAsync()).Value;

        Assert.Equal(expected, hook.Asked.Count);
    }

    [Theory]
    [InlineData("object.data.a == 'b' && request.operation == 'CREATE' && request.userInfo.username == 'root'", 1, null)]
    [InlineData("object.metadata.name != 'm'", 0, null)]
    [InlineData("authorizer.path('/').check('get').allowed() && authorizer.requestResource.check('create').allowed()", 1, null)]
    [InlineData("authorizer.serviceAccount('default', 'x').requestResource.check('create').allowed()", 0, null)]
    [InlineData("object.data.none == 'b'", 0, "configmaps \"m\" is forbidden: expression of match condition \"c\" of webhook "
        + "\"w.example.com\" resulted in error: no such key: none")]
    public async Task Create_WithMatchConditions_AsksWhenTheyAreTrue(string condition, int asked, string? expected)
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": true");
        await ValidateAsync(hook.Client, $"matchConditions: [{{name: c, expression: \"{condition}\"}}]");

        Assert.Equal(expected, (await MakeMapAsync()).Error?.Message);
        Assert.Equal(asked, hook.Asked.Count);
    }

    [Fact]
    public async Task Configuration_WithAConditionThatIsNone_IsRefused()
    {
        var created = await _cluster.TryMakeAsync(Manifests.Read<ValidatingWebhookConfiguration>(
            "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: c}, webhooks: [{"
            + Hook("url: 'https://x.example.com'", "matchConditions: [{name: c, expression: '... [] bad'}]",
                "apiGroups: [''], apiVersions: [v1], resources: [pods]")
            + "}]}"));

        Assert.Contains(
            "webhooks[0].matchConditions[0].expression: Invalid value: \"... [] bad\": compilation failed: ERROR: <input>:1:1: ",
            created.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Equivalent", 1)]
    [InlineData("Exact", 0)]
    public async Task Create_OtherVersionOfTheResource_IsShownAsTheRuleNamesIt(string policy, int expected)
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": true");
        await ValidateAsync(hook.Client, $"matchPolicy: {policy}", "apiGroups: [autoscaling], apiVersions: [v1], resources: [horizontalpodautoscalers]");

        await _cluster.MakeAsync<Api.Autoscaling.V2.HorizontalPodAutoscaler>("""
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h, namespace: default},
             spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}}}
            """);

        Assert.Equal(expected, hook.Asked.Count);
        if (expected == 0) return;
        Assert.Equal(("v1", "v2"), (hook.Asked[0].Kind.Version, hook.Asked[0].RequestKind!.Value.Version));
        Assert.Contains("\"apiVersion\":\"autoscaling/v1\"", hook.Asked[0].Object.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithMutatingWebhooks_AppliesPatchesAndAsksAgain()
    {
        await using var first = await HookStub.StartAsync(request => request.Object.ToString().Contains("\"seen\"", StringComparison.Ordinal)
            ? "\"allowed\": true"
            : HookStub.Patch("""[{"op": "add", "path": "/data/first", "value": "1"}]"""));
        await using var second = await HookStub.StartAsync(_ => HookStub.Patch("""[{"op": "add", "path": "/data/seen", "value": "1"}]"""));
        await MutateAsync("a", first.Client, "reinvocationPolicy: IfNeeded");
        await MutateAsync("b", second.Client, "reinvocationPolicy: Never");

        var created = (await MakeMapAsync()).Value;

        Assert.Equal(["a", "first", "seen"], created.Data.Keys.Order());
        Assert.Equal((2, 1), (first.Asked.Count, second.Asked.Count));
    }

    [Fact]
    public async Task Create_PatchedPod_GetsDefaults()
    {
        await using var hook = await HookStub.StartAsync(_ => HookStub.Patch(
            """[{"op": "add", "path": "/spec/initContainers", "value": [{"image": "i", "name": "added"}]}]"""));
        await MutateAsync("a", hook.Client, "matchPolicy: Exact", "pods");

        var pod = await _cluster.MakeAsync<Pod>(
            "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: {containers: [{name: c, image: i}]}}");

        Assert.Equal(("added", "File"), (pod.Spec.InitContainers[0].Name, pod.Spec.InitContainers[0].TerminationMessagePolicy));
    }

    [Fact]
    public async Task Configurations_AreNotShown()
    {
        await using var hook = await HookStub.StartAsync(_ => "\"allowed\": false");
        await ValidateAsync(hook.Client, "sideEffects: None", "apiGroups: ['*'], apiVersions: ['*'], resources: ['*']");

        Assert.Null(await _cluster.DeleteAsync<ValidatingWebhookConfiguration>("", "c"));
    }

    private static ConfigMap Map => Manifests.Read<ConfigMap>(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default, labels: {team: red}}, data: {a: b}}");

    private Task<Outcome<ConfigMap>> MakeMapAsync() => _cluster.TryMakeAsync(Map);

    private Task<ValidatingWebhookConfiguration> ValidateAsync(
        string client, string more = "matchPolicy: Equivalent", string rule = "apiGroups: [''], apiVersions: [v1], resources: [configmaps]") =>
        _cluster.MakeAsync<ValidatingWebhookConfiguration>(
            "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: c}, webhooks: [{"
            + Hook(client, more, rule) + "}]}");

    private Task<MutatingWebhookConfiguration> MutateAsync(string name, string client, string more, string resource = "configmaps") =>
        _cluster.MakeAsync<MutatingWebhookConfiguration>(
            $"{{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {{name: {name}}}, webhooks: [{{"
            + Hook(client, more, $"apiGroups: [''], apiVersions: [v1], resources: [{resource}]") + "}]}");

    private static string Hook(string client, string more, string rule) =>
        $"name: w.example.com, clientConfig: {{{client}}}, rules: [{{operations: ['*'], {rule}}}], admissionReviewVersions: [v1], "
        + (more.StartsWith("sideEffects", StringComparison.Ordinal) ? more : $"sideEffects: None, {more}");
}

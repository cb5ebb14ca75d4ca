namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>The real kubectl, through our API server and kubelet, into containers of a real containerd.</summary>
public sealed class KubectlStreamTests(StreamNode node) : IClassFixture<StreamNode>
{
    private const string Spdy = "KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false ";

    /// <summary>Commands that are to behave the same over WebSockets and over SPDY.</summary>
    public static TheoryData<string, string> Streams
    {
        get
        {
            (string Command, string Expected)[] commands =
            [
                ("kubectl exec web -c app -- echo hello", "hello\n"),
                ("kubectl exec web -c app -- sh -c 'exit 3'", "command terminated with exit code 3\n[3]\n"),
                ("kubectl exec web -c app -- sh -c 'echo out; echo err >&2' 2>/dev/null", "out\n"),
                ("kubectl exec web -c app -- sh -c 'echo err >&2' >/dev/null", "err\n"),
                ("echo piped | kubectl exec -i web -c app -- cat", "piped\n"),
                ("head -c 10000000 /dev/urandom >big; kubectl exec -i web -c app -- cat <big >back; cmp big back && echo same", "same\n"),
                ("head -c 10000000 /dev/zero | kubectl exec -i web -c app -- wc -c", "10000000\n"),
                ("kubectl exec web -c app -- head -c 10000000 /dev/zero | wc -c", "10000000\n"),
                ("echo copied >file; kubectl cp file web:/data/file -c app; kubectl cp web:/data/file got -c app >/dev/null; cat got", "copied\n"),
                ("(sleep 2; echo to cat; sleep 3) | kubectl attach -q -i web -c echo", "to cat\n"),
                (
                    "script -qec \"stty rows 33 cols 77; kubectl exec -it web -c app -- sh -c 'sleep 1; stty size'\" /dev/null | tr -d '\\r' | sed 's/^^@//'",
                    "33 77\n"),
            ];
            TheoryData<string, string> data = [];
            foreach (var (command, expected) in commands)
            {
                data.Add(command, expected);
                data.Add(command.Replace("kubectl ", Spdy + "kubectl ", StringComparison.Ordinal), expected);
            }

            return data;
        }
    }

    public static TheoryData<string, string> Logs => new()
    {
        { "kubectl logs web -c app", "one\ntwo\nthree\n" },
        { "kubectl logs web -c app --tail=2", "two\nthree\n" },
        { "kubectl logs web -c app --limit-bytes=5", "one\nt" },
        { "kubectl logs web -c app --timestamps | grep -cE '^[0-9-]{10}T[0-9:]{8}\\.[0-9]{9}\\S+ (one|two|three)$'", "3\n" },
        { "kubectl logs -f job | tail -n 3", "line 5\nline 6\nline 7\n" },
        {
            "kubectl get --raw /api/v1/namespaces/default/pods/web/log",
            "Error from server (BadRequest): a container name must be specified for pod web, choose one of: [app echo]\n[1]\n"
        },
        { "kubectl logs web -c none", "error: container none is not valid for pod web\n[1]\n" },
        { "kubectl logs web -c app -p", "Error from server (BadRequest): previous terminated container \"app\" in pod \"web\" not found\n[1]\n" },
        { "kubectl logs web -c app --since-time=2099-01-01T00:00:00Z", "" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    [MemberData(nameof(Logs))]
    public async Task Command_AgainstRunningPods_PrintsWhatUpstreamWould(string command, string expected)
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        var output = await node.RunAsync(command);
        Assert.Equal(expected, output.Replace("Defaulted container \"app\" out of: app, echo\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Spdy)]
    public async Task PortForward_ToAServer_AnswersRequests(string environment)
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        var output = await node.RunAsync(
            $$"""
            kubectl exec web -c app -- sh -c 'head -c 3000000 /dev/zero >/data/page'
            {{environment}} kubectl port-forward pod/web :18080 >forward & pid=$!
            for i in $(seq 100); do grep -q Forwarding forward && break; sleep 0.1; done
            port=$(sed -n 's/.*127.0.0.1:\([0-9]*\) .*/\1/p' forward)
            for i in 1 2 3; do curl -s http://127.0.0.1:$port/page | wc -c; done
            kill $pid
            """);
        Assert.Equal("3000000\n3000000\n3000000\n", output);
    }

    [Theory]
    [InlineData("kubectl get --raw /api/v1/namespaces/default/pods/web:18080/proxy/hello", "hello from web\n")]
    [InlineData("kubectl get --raw /api/v1/namespaces/default/services/web/proxy/hello", "hello from web\n")]
    [InlineData("kubectl get --raw /api/v1/namespaces/default/services/web:80/proxy/hello", "hello from web\n")]
    [InlineData("kubectl get --raw /api/v1/nodes/node-1/proxy/healthz", "ok")]
    [InlineData("kubectl get --raw /api/v1/nodes/node-1/proxy/pods | grep -o '\"kind\":\"PodList\"'", "\"kind\":\"PodList\"\n")]
    [InlineData("kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary | grep -o '\"nodeName\":\"node-1\"'", "\"nodeName\":\"node-1\"\n")]
    [InlineData("kubectl get --raw /api/v1/nodes/node-1/proxy/metrics/resource | grep -c ^container_cpu_usage_seconds_total.*web", "2\n")]
    public async Task Proxy_ToPodServiceOrNode_PassesTheAnswer(string command, string expected)
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        Assert.SkipWhen(node.Address is null, "no address but loopback, which proxies refuse");
        var setUp = $$$"""
            kubectl exec web -c app -- sh -c 'echo hello from web >/data/hello'
            kubectl apply -f - >/dev/null <<EOF
            {"apiVersion":"v1","kind":"List","items":[
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80,"targetPort":18080}]}},
            {"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"web"},"subsets":[{
              "addresses":[{"ip":"{{{node.Address}}}","targetRef":{"kind":"Pod","namespace":"default","name":"web"}}],"ports":[{"port":18080}]}]}
            ]}
            EOF

            """;
        Assert.EndsWith(expected, await node.RunAsync(setUp + command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_ByOneWhoMayOnlyGet_IsForbidden()
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        var output = await node.RunAsync(
            """
            kubectl create role looker --verb=get --resource=pods,pods/exec >/dev/null
            kubectl create rolebinding looker --role=looker --user=jane >/dev/null
            kubectl --as=jane exec web -c app -- echo hello
            kubectl create role runner --verb=create --resource=pods/exec >/dev/null
            kubectl create rolebinding runner --role=runner --user=jane >/dev/null
            kubectl --as=jane exec web -c app -- echo hello
            """);
        Assert.StartsWith("Error from server (Forbidden): pods", output, StringComparison.Ordinal);
        Assert.EndsWith("\nhello\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_ToANodeThatTakesWebSockets_AreTranslatedByTheKubelet()
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        var output = await node.RunAsync(
            """
            declare() { kubectl patch node node-1 --subresource=status --type=merge -p "{\"status\":{\"declaredFeatures\":$1}}" >/dev/null; }
            declare '["ExtendWebSocketsToKubelet"]'
            echo piped | kubectl exec -i web -c app -- sh -c 'cat; echo there >/data/there; exit 5'
            kubectl port-forward pod/web :18080 >declared & pid=$!
            for i in $(seq 100); do grep -q Forwarding declared && break; sleep 0.1; done
            curl -s http://127.0.0.1:$(sed -n 's/.*127.0.0.1:\([0-9]*\) .*/\1/p' declared)/there
            kill $pid
            declare null
            """);
        Assert.Equal("piped\ncommand terminated with exit code 5\nthere\n", output);
    }

    [Theory]
    [InlineData("", "HTTP/1.1 401")]
    [InlineData("-H 'Authorization: Bearer wrong'", "HTTP/1.1 401")]
    public async Task Kubelet_WithoutIdentity_RefusesAllButHealth(string header, string expected)
    {
        Assert.SkipWhen(StreamNode.Lack is not null, StreamNode.Lack ?? "");
        var output = await node.RunAsync(
            $$"""
            host=$(kubectl get node node-1 -o jsonpath='{.status.addresses[0].address}:{.status.daemonEndpoints.kubeletEndpoint.Port}')
            curl -sk --http1.1 -i {{header}} https://$host/pods | head -n 1
            curl -sk https://$host/healthz
            """);
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
        Assert.EndsWith("\nok", output, StringComparison.Ordinal);
    }
}

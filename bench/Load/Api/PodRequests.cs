using System.Globalization;
using System.Text;

namespace Kybernet.Bench.Load.Api;

/// <summary>Requests about pods as bytes; a client patches the number of a pod into its copy.</summary>
internal static class PodRequests
{
    private const string Headers = "Host: load\r\nUser-Agent: load/1\r\nAccept: application/json\r\n";
    private const string Number = "00000000";
    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-00000000","labels":{"app":"web","tier":"front",
        "app.kubernetes.io/part-of":"shop","pod-template-hash":"6d4cf56db6"},"annotations":{"prometheus.io/scrape":"true",
        "prometheus.io/port":"9090","example.com/owner":"team-front","example.com/change":"rollout of the third week, approved by the shop team"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-6d4cf56db6","uid":"6a1f0f0e-6f1b-4d7e-9a51-3f1c2b7d8e90",
        "controller":true,"blockOwnerDeletion":true}]},"spec":{"serviceAccountName":"default","terminationGracePeriodSeconds":30,
        "volumes":[{"name":"config","configMap":{"name":"web-config","defaultMode":420}},{"name":"cache","emptyDir":{}}],
        "containers":[{"name":"web","image":"registry.example.com/shop/web:1.27.4","imagePullPolicy":"IfNotPresent",
        "command":["/bin/web"],"args":["--listen=:8080","--config=/etc/web/config.yaml","--log-level=info"],
        "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"},{"name":"metrics","containerPort":9090,"protocol":"TCP"}],
        "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},{"name":"REGION","value":"north"}],
        "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"128Mi"}},
        "volumeMounts":[{"name":"config","mountPath":"/etc/web"},{"name":"cache","mountPath":"/var/cache/web"}],
        "readinessProbe":{"httpGet":{"path":"/ready","port":8080,"scheme":"HTTP"},"periodSeconds":10,"timeoutSeconds":1},
        "livenessProbe":{"httpGet":{"path":"/live","port":8080,"scheme":"HTTP"},"initialDelaySeconds":15,"periodSeconds":20}}],
        "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
        {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]}}
        """;

    public static byte[] Create(string @namespace)
    {
        var body = Pod.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(
            $"POST /api/v1/namespaces/{@namespace}/pods HTTP/1.1\r\n{Headers}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public static byte[] CreateNamespace(string name) => CreateNamed("Namespace", name, "/api/v1/namespaces");

    /// <summary>The account every pod runs as: no controller makes it here.</summary>
    public static byte[] CreateServiceAccount(string @namespace) =>
        CreateNamed("ServiceAccount", "default", $"/api/v1/namespaces/{@namespace}/serviceaccounts");

    private static byte[] CreateNamed(string kind, string name, string path)
    {
        var body = $"{{\"apiVersion\":\"v1\",\"kind\":\"{kind}\",\"metadata\":{{\"name\":\"{name}\"}}}}";
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\n{Headers}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{Headers}\r\n");

    public static byte[] Delete(string path) => Encoding.ASCII.GetBytes($"DELETE {path} HTTP/1.1\r\n{Headers}\r\n");

    public static byte[] List(string @namespace) => Get($"/api/v1/namespaces/{@namespace}/pods");

    public static byte[] Watch(string @namespace, string resourceVersion) =>
        Get($"/api/v1/namespaces/{@namespace}/pods?watch=true&resourceVersion={resourceVersion}");

    /// <summary>Where the eight digits of the pod's number are in a request.</summary>
    public static int NumberAt(byte[] request) => request.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("web-" + Number)) + 4;

    public static void SetNumber(byte[] request, int at, int number) =>
        number.TryFormat(request.AsSpan(at, Number.Length), out _, "d8", CultureInfo.InvariantCulture);

    public static string PodPath(string @namespace, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/namespaces/{@namespace}/pods/web-{number:d8}");
}

namespace Kybernet.ApiServer.Tests.Tables;

public class CorePrinterTests
{
    [Theory]
    [InlineData("", "", "Unknown|<none>|60m||<none>|<none>|<unknown>|<unknown>|<unknown>")]
    [InlineData("""
        "status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.0.0.1"},
        {"type":"ExternalIP","address":"1.2.3.4"}],"nodeInfo":{"kubeletVersion":"v1.36.0","osImage":"Linux","kernelVersion":"6.1",
        "architecture":"arm64","containerRuntimeVersion":"containerd://2.0"}}
        """, "\"labels\":{\"node-role.kubernetes.io/worker\":\"\",\"node-role.kubernetes.io/control-plane\":\"\",\"kubernetes.io/role\":\"old\"}",
        "Ready|control-plane,old,worker|60m|v1.36.0|10.0.0.1|1.2.3.4|Linux|6.1 (arm64)|containerd://2.0")]
    [InlineData("""
        "spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"False"}],"nodeInfo":{"architecture":"amd64"}}
        """, "\"labels\":{\"node-role.kubernetes.io/\":\"\",\"kubernetes.io/role\":\"\"}",
        "NotReady,SchedulingDisabled|<none>|60m||<none>|<none>|<unknown>|<unknown> (amd64)|<unknown>")]
    public void Node_Cells(string body, string metadata, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", "Node", body, metadata)));

    [Theory]
    [InlineData("""{"type":"ClusterIP","clusterIPs":["10.0.0.1","fd00::1"],"ports":[{"port":80,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}""", "{}",
        "ClusterIP|10.0.0.1|<none>|80/TCP,53/UDP|60m|<none>")]
    [InlineData("""{"type":"ClusterIP","clusterIPs":["None"],"selector":{"a":"b","c":"d"}}""", "{}", "ClusterIP|None|<none>|<none>|60m|a=b,c=d")]
    [InlineData("""{"type":"NodePort","externalIPs":["1.1.1.1","2.2.2.2"],"ports":[{"port":80,"nodePort":30080,"protocol":"TCP"}]}""", "{}",
        "NodePort|<none>|1.1.1.1,2.2.2.2|80:30080/TCP|60m|<none>")]
    [InlineData("""{"type":"LoadBalancer"}""", "{}", "LoadBalancer|<none>|<pending>|<none>|60m|<none>")]
    [InlineData("""{"type":"LoadBalancer","externalIPs":["9.9.9.9"]}""",
        """{"loadBalancer":{"ingress":[{"ip":"3.3.3.3"},{"hostname":"b.example"},{"ip":"3.3.3.3"}]}}""",
        "LoadBalancer|<none>|3.3.3.3,b.example,9.9.9.9|<none>|60m|<none>")]
    [InlineData("""{"type":"ExternalName","externalName":"x.example"}""", "{}", "ExternalName|<none>|x.example|<none>|60m|<none>")]
    [InlineData("{}", "{}", "|<none>|<unknown>|<none>|60m|<none>")]
    public void Service_Cells(string spec, string status, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", "Service", $"\"spec\":{spec},\"status\":{status}")));

    [Theory]
    [InlineData("", "<none>|60m")]
    [InlineData("\"subsets\":[{\"addresses\":[{\"ip\":\"1.1.1.1\"},{\"ip\":\"2.2.2.2\"}]}]", "1.1.1.1,2.2.2.2|60m")]
    [InlineData("\"subsets\":[{\"addresses\":[{\"ip\":\"1.1.1.1\"},{\"ip\":\"fd00::1\"}],\"ports\":[{\"port\":80},{\"port\":81}]}]",
        "1.1.1.1:80,[fd00::1]:80,1.1.1.1:81 + 1 more...|60m")]
    public void Endpoints_Cells(string body, string expected) => Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", "Endpoints", body)));

    [Theory]
    [InlineData("v1", """
        "type":"Warning","reason":"Failed","message":" no \n","count":6,"firstTimestamp":"2030-01-15T11:00:00Z","lastTimestamp":"2030-01-15T11:59:00Z",
        "involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec.x"},"source":{"component":"kubelet","host":"n1"}
        """, "60s|Warning|Failed|pod/p|spec.x|kubelet, n1|no|60m|6|a")]
    [InlineData("v1", """
        "eventTime":"2030-01-15T11:58:00.000000Z","involvedObject":{"kind":"Node"},"reportingComponent":"c","reportingInstance":"i"
        """, "2m|||node||c, i||2m|1|a")]
    [InlineData("v1", """
        "eventTime":"2030-01-15T11:00:00.000000Z","involvedObject":{},"source":{"component":"c"},
        "series":{"count":4,"lastObservedTime":"2030-01-15T11:59:58.000000Z"}
        """, "2s|||||c||60m|4|a")]
    [InlineData("v1", "\"involvedObject\":{}", "<unknown>|||||||<unknown>|1|a")]
    [InlineData("events.k8s.io/v1", """
        "eventTime":"2030-01-15T11:00:00.000000Z","type":"Normal","reason":"r","note":"m","regarding":{"kind":"Pod","name":"p"},"reportingController":"c",
        "deprecatedCount":2,"deprecatedLastTimestamp":"2030-01-15T11:50:00Z"
        """, "10m|Normal|r|pod/p||c|m|60m|2|a")]
    public void Event_Cells(string apiVersion, string body, string expected) =>
        Assert.Equal(expected, TableRows.All(TableRows.Object(apiVersion, "Event", body)));

    [Theory]
    [InlineData("{}", "{}", "", "0||||||<unset>||60m|<unset>")]
    [InlineData("""
        {"capacity":{"storage":"4Gi"},"accessModes":["ReadWriteMany","ReadWriteOnce","ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Retain",
        "claimRef":{"namespace":"n","name":"c"},"storageClassName":"fast","volumeMode":"Block","volumeAttributesClassName":"gold"}
        """, """{"phase":"Bound","reason":"r"}""", "", "4Gi|RWO,RWX|Retain|Bound|n/c|fast|gold|r|60m|Block")]
    [InlineData("""{"storageClassName":"fast"}""", """{"phase":"Bound"}""",
        "\"deletionTimestamp\":\"2030-01-15T11:59:00Z\",\"annotations\":{\"volume.beta.kubernetes.io/storage-class\":\"old\"}",
        "0|||Terminating||old|<unset>||60m|<unset>")]
    public void PersistentVolume_Cells(string spec, string status, string metadata, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", "PersistentVolume", $"\"spec\":{spec},\"status\":{status}", metadata)));

    [Theory]
    [InlineData("{}", """{"phase":"Pending"}""", "Pending|||||<unset>|60m|<unset>")]
    [InlineData("""{"volumeName":"v","storageClassName":"fast","volumeMode":"Filesystem"}""",
        """{"phase":"Bound","accessModes":["ReadOnlyMany"],"capacity":{"storage":"1500m"}}""", "Bound|v|1500m|ROX|fast|<unset>|60m|Filesystem")]
    public void PersistentVolumeClaim_Cells(string spec, string status, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", "PersistentVolumeClaim", $"\"spec\":{spec},\"status\":{status}")));

    [Theory]
    [InlineData("Namespace", "\"status\":{\"phase\":\"Active\"}", "Active|60m")]
    [InlineData("ConfigMap", "\"data\":{\"a\":\"b\"},\"binaryData\":{\"c\":\"AA==\"}", "2|60m")]
    [InlineData("Secret", "\"type\":\"Opaque\",\"data\":{\"a\":\"AA==\"}", "Opaque|1|60m")]
    [InlineData("ServiceAccount", "", "60m")]
    [InlineData("ComponentStatus", "", "Unknown||")]
    [InlineData("ComponentStatus", "\"conditions\":[{\"type\":\"Healthy\",\"status\":\"False\",\"message\":\"m\",\"error\":\"e\"}]", "Unhealthy|m|e")]
    [InlineData("ResourceQuota", """
        "status":{"hard":{"limits.cpu":"4","pods":"10","requests.cpu":"2"},"used":{"pods":"3","limits.cpu":"1500m"}}
        """, "pods: 3/10, requests.cpu: 0/2|limits.cpu: 1500m/4|60m")]
    [InlineData("ReplicationController", """
        "spec":{"replicas":3,"selector":{"a":"b"},"template":{"spec":{"containers":[{"name":"x","image":"i"},{"name":"y","image":"j"}]}}},
        "status":{"replicas":2,"readyReplicas":1}
        """, "3|2|1|60m|x,y|i,j|a=b")]
    [InlineData("PodTemplate", """
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"x","image":"i"}]}}
        """, "x|i|a=b")]
    [InlineData("LimitRange", "", "2030-01-15T11:00:00Z")]
    public void Other_Cells(string kind, string body, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("v1", kind, body)));
}

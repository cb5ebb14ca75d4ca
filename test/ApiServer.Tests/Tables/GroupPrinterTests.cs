namespace Kybernet.ApiServer.Tests.Tables;

public class GroupPrinterTests
{
    [Theory]
    [InlineData("Ingress", "", "<none>|*||80|60m")]
    [InlineData("Ingress", """
        "spec":{"ingressClassName":"c","tls":[{}],"rules":[{"host":"a"},{},{"host":"b"},{"host":"c"},{"host":"d"}]},
        "status":{"loadBalancer":{"ingress":[{"hostname":"z"},{"ip":"1.1.1.1"},{"ip":"1.1.1.1"}]}}
        """, "c|a,b,c + 2 more...|1.1.1.1,z|80, 443|60m")]
    [InlineData("IngressClass", "\"spec\":{\"controller\":\"e/c\"}", "e/c|<none>|60m")]
    [InlineData("IngressClass", "\"spec\":{\"controller\":\"e/c\",\"parameters\":{\"apiGroup\":\"g\",\"kind\":\"K\",\"name\":\"n\"}}", "e/c|K.g/n|60m")]
    [InlineData("NetworkPolicy", "\"spec\":{\"podSelector\":{}}", "<none>|60m")]
    [InlineData("NetworkPolicy", "\"spec\":{\"podSelector\":{\"matchLabels\":{\"a\":\"b\"}}}", "a=b|60m")]
    [InlineData("IPAddress", "\"spec\":{\"parentRef\":{\"resource\":\"services\",\"namespace\":\"n\",\"name\":\"s\"}}", "services/n/s")]
    [InlineData("IPAddress", "\"spec\":{\"parentRef\":{\"group\":\"G\",\"resource\":\"gateways\",\"name\":\"s\"}}", "gateways.g/s")]
    [InlineData("ServiceCIDR", "\"spec\":{\"cidrs\":[\"10.0.0.0/8\",\"fd00::/8\"]}", "10.0.0.0/8,fd00::/8|60m")]
    public void Networking_Cells(string kind, string body, string expected) => AssertCells("networking.k8s.io/v1", kind, body, expected);

    [Theory]
    [InlineData("\"endpoints\":[],\"ports\":[]", "IPv4|<unset>|<unset>|60m")]
    [InlineData("\"endpoints\":[{\"addresses\":[\"1.1.1.1\",\"2.2.2.2\"]}],\"ports\":[{\"port\":80},{\"name\":\"n\"},{}]", "IPv4|80,n,*|1.1.1.1,2.2.2.2|60m")]
    [InlineData("\"endpoints\":[{\"addresses\":[\"1\",\"2\"]},{\"addresses\":[\"3\",\"4\",\"5\"]}],\"ports\":[]", "IPv4|<unset>|1,2,3 + 2 more...|60m")]
    public void EndpointSlice_Cells(string body, string expected) =>
        AssertCells("discovery.k8s.io/v1", "EndpointSlice", "\"addressType\":\"IPv4\"," + body, expected);

    [Theory]
    [InlineData("StorageClass", "\"provisioner\":\"p\"", "p|Delete|Immediate|false|60m")]
    [InlineData("StorageClass", """
        "provisioner":"p","reclaimPolicy":"Retain","volumeBindingMode":"WaitForFirstConsumer","allowVolumeExpansion":true
        """, "p|Retain|WaitForFirstConsumer|true|60m")]
    [InlineData("VolumeAttributesClass", "\"driverName\":\"d\"", "d|60m")]
    [InlineData("VolumeAttachment", """
        "spec":{"attacher":"at","nodeName":"n","source":{"persistentVolumeName":"v"}},"status":{"attached":true}
        """, "at|v|n|true|60m")]
    [InlineData("CSINode", "\"spec\":{\"drivers\":[{\"name\":\"d\",\"nodeID\":\"n\",\"topologyKeys\":null}]}", "1|60m")]
    [InlineData("CSIDriver", "\"spec\":{}", "true|false|false|<unset>|false|<none>|60m")]
    [InlineData("CSIDriver", """
        "spec":{"attachRequired":false,"podInfoOnMount":true,"storageCapacity":true,"tokenRequests":[{"audience":"a"},{"audience":"b"}],
        "requiresRepublish":true,"volumeLifecycleModes":["Persistent","Ephemeral"]}
        """, "false|true|true|a,b|true|Persistent,Ephemeral|60m")]
    [InlineData("CSIStorageCapacity", "\"storageClassName\":\"s\"", "2030-01-15T11:00:00Z")]
    public void Storage_Cells(string kind, string body, string expected) => AssertCells("storage.k8s.io/v1", kind, body, expected);

    [Theory]
    [InlineData("StorageClass", "storage.k8s.io/v1", "storageclass.kubernetes.io/is-default-class", "\"provisioner\":\"p\"")]
    [InlineData("StorageClass", "storage.k8s.io/v1", "storageclass.beta.kubernetes.io/is-default-class", "\"provisioner\":\"p\"")]
    [InlineData("IngressClass", "networking.k8s.io/v1", "ingressclass.kubernetes.io/is-default-class", "\"spec\":{}")]
    public void Classes_Default_IsMarked(string kind, string apiVersion, string annotation, string body)
    {
        Assert.StartsWith("a (default)|", TableRows.All(TableRows.Object(apiVersion, kind, body, $"\"annotations\":{{\"{annotation}\":\"true\"}}")));
        Assert.StartsWith("a|", TableRows.All(TableRows.Object(apiVersion, kind, body, $"\"annotations\":{{\"{annotation}\":\"yes\"}}")));
    }

    [Theory]
    [InlineData("RoleBinding")]
    [InlineData("ClusterRoleBinding")]
    public void Bindings_Cells(string kind) => AssertCells("rbac.authorization.k8s.io/v1", kind, """
        "roleRef":{"apiGroup":"","kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u"},{"kind":"Group","name":"g"},
        {"kind":"ServiceAccount","namespace":"n","name":"s"},{"kind":"User","name":"v"}]
        """, "Role/r|60m|u, v|g|n/s");

    [Theory]
    [InlineData("ClusterRole", "\"rules\":[]", "2030-01-15T11:00:00Z")]
    [InlineData("Role", "\"rules\":[]", "2030-01-15T11:00:00Z")]
    public void Roles_Cells(string kind, string body, string expected) => AssertCells("rbac.authorization.k8s.io/v1", kind, body, expected);

    [Theory]
    [InlineData("", "", "", "60m|s|u|<none>|Pending")]
    [InlineData(",\"expirationSeconds\":3600", "Approved", "", "60m|s|u|60m|Approved")]
    [InlineData("", "Denied", "", "60m|s|u|<none>|Denied")]
    [InlineData("", "Failed", "", "60m|s|u|<none>|Pending,Failed")]
    [InlineData("", "Approved", ",\"certificate\":\"AA==\"", "60m|s|u|<none>|Approved,Issued")]
    public void CertificateSigningRequest_Cells(string spec, string condition, string status, string expected)
    {
        var conditions = condition.Length == 0 ? "" : $$"""{"type":"{{condition}}","status":"True"}""";
        AssertCells("certificates.k8s.io/v1", "CertificateSigningRequest", $$"""
            "spec":{"request":"","signerName":"s","username":"u"{{spec}}},"status":{"conditions":[{{conditions}}]{{status}}}
            """, expected);
    }

    [Theory]
    [InlineData("policy/v1", "PodDisruptionBudget", "\"spec\":{\"minAvailable\":2},\"status\":{\"disruptionsAllowed\":1}", "2|N/A|1|60m")]
    [InlineData("policy/v1", "PodDisruptionBudget", "\"spec\":{\"maxUnavailable\":\"30%\"}", "N/A|30%|0|60m")]
    [InlineData("scheduling.k8s.io/v1", "PriorityClass", "\"value\":5,\"globalDefault\":true,\"preemptionPolicy\":\"Never\"", "5|true|60m|Never")]
    [InlineData("node.k8s.io/v1", "RuntimeClass", "\"handler\":\"h\"", "h|60m")]
    [InlineData("coordination.k8s.io/v1", "Lease", "\"spec\":{\"holderIdentity\":\"h\"}", "h|60m")]
    [InlineData("coordination.k8s.io/v1", "Lease", "", "|60m")]
    [InlineData("resource.k8s.io/v1", "DeviceClass", "\"spec\":{}", "60m")]
    [InlineData("resource.k8s.io/v1", "ResourceClaimTemplate", "\"spec\":{\"spec\":{}}", "60m")]
    [InlineData("resource.k8s.io/v1", "ResourceClaim", "\"spec\":{}", "pending|60m")]
    [InlineData("resource.k8s.io/v1", "ResourceClaim", """
        "spec":{},"status":{"allocation":{},"reservedFor":[{"resource":"pods","name":"p","uid":"1"}]}
        """, "allocated,reserved|60m")]
    [InlineData("resource.k8s.io/v1", "ResourceSlice", """
        "spec":{"driver":"d","pool":{"name":"p","generation":1,"resourceSliceCount":1},"nodeName":"n"}
        """, "n|d|p|60m")]
    [InlineData("apiregistration.k8s.io/v1", "APIService", "\"spec\":{\"groupPriorityMinimum\":1,\"versionPriority\":1}", "Local|Unknown|60m")]
    [InlineData("apiregistration.k8s.io/v1", "APIService", """
        "spec":{"groupPriorityMinimum":1,"versionPriority":1,"service":{"namespace":"n","name":"s"}},
        "status":{"conditions":[{"type":"Available","status":"False","reason":"MissingEndpoints"}]}
        """, "n/s|False (MissingEndpoints)|60m")]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "2030-01-15T11:00:00Z")]
    public void Single_Cells(string apiVersion, string kind, string body, string expected) => AssertCells(apiVersion, kind, body, expected);

    [Theory]
    [InlineData("FlowSchema", "\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"p\"},\"matchingPrecedence\":7}", "p|7|<none>|60m|?")]
    [InlineData("FlowSchema", """
        "spec":{"priorityLevelConfiguration":{"name":"p"},"matchingPrecedence":7,"distinguisherMethod":{"type":"ByUser"}},
        "status":{"conditions":[{"type":"Dangling","status":"False"}]}
        """, "p|7|ByUser|60m|False")]
    [InlineData("PriorityLevelConfiguration", "\"spec\":{\"type\":\"Exempt\"}", "Exempt|<none>|<none>|<none>|<none>|60m")]
    [InlineData("PriorityLevelConfiguration", """
        "spec":{"type":"Limited","limited":{"nominalConcurrencyShares":30,
        "limitResponse":{"type":"Queue","queuing":{"queues":64,"handSize":8,"queueLengthLimit":50}}}}
        """, "Limited|30|64|8|50|60m")]
    public void FlowControl_Cells(string kind, string body, string expected) => AssertCells("flowcontrol.apiserver.k8s.io/v1", kind, body, expected);

    [Theory]
    [InlineData("MutatingWebhookConfiguration", "", "0|60m")]
    [InlineData("ValidatingWebhookConfiguration", """
        "webhooks":[{"name":"w","clientConfig":{},"sideEffects":"None","admissionReviewVersions":["v1"]}]
        """, "1|60m")]
    [InlineData("ValidatingAdmissionPolicy", "\"spec\":{\"validations\":[{\"expression\":\"true\"}]}", "1|<unset>|60m")]
    [InlineData("MutatingAdmissionPolicy", "\"spec\":{\"paramKind\":{\"apiVersion\":\"g/v1\",\"kind\":\"K\"}}", "0|g/v1/K|60m")]
    [InlineData("ValidatingAdmissionPolicyBinding", "\"spec\":{\"policyName\":\"p\",\"validationActions\":[]}", "p|<unset>|60m")]
    [InlineData("ValidatingAdmissionPolicyBinding", "\"spec\":{\"policyName\":\"p\",\"paramRef\":{\"namespace\":\"n\",\"name\":\"m\"}}", "p|n/m|60m")]
    [InlineData("MutatingAdmissionPolicyBinding", "\"spec\":{\"policyName\":\"p\",\"paramRef\":{\"name\":\"m\"}}", "p|*/m|60m")]
    [InlineData("MutatingAdmissionPolicyBinding", """
        "spec":{"policyName":"p","paramRef":{"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"k","operator":"In","values":["x","y"]}]}}}
        """, "p|&LabelSelector{MatchLabels:map[string]string{a: b,},"
        + "MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}|60m")]
    public void Admission_Cells(string kind, string body, string expected) => AssertCells("admissionregistration.k8s.io/v1", kind, body, expected);

    private static void AssertCells(string apiVersion, string kind, string body, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object(apiVersion, kind, body)));
}

using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Networking.Ingresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Networking;

public class IngressTests
{
    private const string Backend = "'backend':{'service':{'name':'web','port':{'number':80}}}";

    private static readonly PatchedKind<Ingress> s_kind = new(
        new IngressStrategy(),
        """{"metadata":{"name":"web","generation":1},"spec":{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    private static readonly PatchedKind<IngressClass> s_class = new(
        new IngressClassStrategy(),
        """{"metadata":{"name":"nginx"},"spec":{"controller":"example.com/nginx","parameters":{"kind":"K","name":"n","scope":"Cluster"}}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("'rules':[{'host':'*.example.com','http':{'paths':[{'path':'/','pathType':'Prefix'," + Backend + "}]}}]", "")]
    [InlineData("'defaultBackend':null", "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified")]
    [InlineData("'defaultBackend':{'service':null}", "spec.defaultBackend: Invalid value: \"\": resource or service backend is required")]
    [InlineData(
        "'defaultBackend':{'resource':{'kind':'K','name':'n'}}",
        "spec.defaultBackend: Invalid value: \"\": cannot set both resource and service backends")]
    [InlineData(
        "'defaultBackend':{'service':{'port':{'name':'http'}}}",
        "spec.defaultBackend: Invalid value: \"\": cannot set both port name & port number")]
    [InlineData("'defaultBackend':{'service':{'port':null}}", "spec.defaultBackend: Required value: port name or number is required")]
    [InlineData("'defaultBackend':{'service':{'name':''}}", "spec.defaultBackend.service.name: Required value")]
    [InlineData(
        "'defaultBackend':{'service':{'name':'A'}}", "spec.defaultBackend.service.name: Invalid value: \"A\": a lowercase RFC 1123 label")]
    [InlineData("'rules':[{'host':'1.2.3.4'}]", "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address")]
    [InlineData("'rules':[{'host':'a*'}]", "spec.rules[0].host: Invalid value: \"a*\": a wildcard DNS-1123 subdomain must start with '*.'")]
    [InlineData("'rules':[{'http':{'paths':[]}}]", "spec.rules[0].http.paths: Required value")]
    [InlineData(
        "'rules':[{'http':{'paths':[{" + Backend + "}]}}]",
        "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified")]
    [InlineData(
        "'rules':[{'http':{'paths':[{'path':'a','pathType':'Exact'," + Backend + "}]}}]",
        "spec.rules[0].http.paths[0].path: Invalid value: \"a\": must be an absolute path")]
    [InlineData(
        "'rules':[{'http':{'paths':[{'path':'/a//b','pathType':'Prefix'," + Backend + "}]}}]",
        "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'")]
    [InlineData(
        "'rules':[{'http':{'paths':[{'path':'/a/..','pathType':'Prefix'," + Backend + "}]}}]",
        "spec.rules[0].http.paths[0].path: Invalid value: \"/a/..\": cannot end with '/..'")]
    [InlineData("'tls':[{'hosts':['A']}]", "spec.tls[0].hosts[0]: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    [InlineData("'tls':[{'secretName':'A'}]", "spec.tls[0].secretName: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    public void Create_Ingress_IsJudged(string spec, string expected)
    {
        var errors = s_kind.Create($"{{'spec':{{{spec}}}}}");
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Fact]
    public void Create_ClassTwice_Agrees() => Assert.Equal(
        "annotations.kubernetes.io/ingress.class: Invalid value: \"a\": must match `ingressClassName` when both are specified",
        s_kind.Create("{'metadata':{'annotations':{'kubernetes.io/ingress.class':'a'}},'spec':{'ingressClassName':'b'}}"));

    [Fact]
    public void Update_InvalidSecretName_MayStay() =>
        Assert.Equal("", s_kind.Update("{'metadata':{'labels':{'a':'b'}}}", "{'spec':{'tls':[{'secretName':'A'}]}}"));

    [Fact]
    public void UpdateStatus_Hostname_IsNoAddress() => Assert.Equal(
        "status.loadBalancer.ingress[0].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address",
        s_kind.UpdateStatus("{'status':{'loadBalancer':{'ingress':[{'hostname':'1.2.3.4'}]}}}"));

    [Fact]
    public void WarnOnCreate_Annotation_IsDeprecated() => Assert.Equal(
        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead",
        s_kind.Warnings("{'metadata':{'annotations':{'kubernetes.io/ingress.class':'a'}}}"));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'controller':null}}", "spec.controller: Required value")]
    [InlineData(
        "{'spec':{'controller':'nginx'}}",
        "spec.controller: Invalid value: \"nginx\": must be a domain-prefixed path (such as \"acme.io/foo\")")]
    [InlineData(
        "{'spec':{'parameters':{'scope':'Zone'}}}",
        "spec.parameters.scope: Unsupported value: \"Zone\": supported values: \"Cluster\", \"Namespace\"")]
    [InlineData(
        "{'spec':{'parameters':{'scope':'Namespace'}}}",
        "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'")]
    [InlineData(
        "{'spec':{'parameters':{'namespace':'a'}}}", "spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'")]
    [InlineData("{'spec':{'parameters':{'kind':''}}}", "spec.parameters.kind: Required value")]
    public void CreateClass_Class_IsJudged(string patch, string expected) => Assert.Equal(expected, s_class.Create(patch));

    [Fact]
    public void UpdateClass_Controller_IsImmutable() =>
        Assert.Equal("spec.controller: Invalid value: \"a.b/c\": field is immutable", s_class.Update("{'spec':{'controller':'a.b/c'}}"));

    [Fact]
    public void DefaultClass_Scope_IsCluster() =>
        Assert.Equal(s_class.With(), s_class.Strategy.Default(s_class.With("{'spec':{'parameters':{'scope':null}}}")));
}

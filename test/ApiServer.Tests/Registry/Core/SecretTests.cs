using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Secrets;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class SecretTests
{
    private static readonly PatchedKind<Secret> s_kind = new(
        new SecretStrategy(), """{"metadata":{"name":"s"},"type":"Opaque","data":{"k":"dg=="}}""",
        (value, errors, old) => value.Validate(errors, Machinery.Validation.FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'type':'mine/own'}", "")]
    [InlineData("{'data':{'a b':''}}", "data[a b]: Invalid value: \"a b\": a valid config key must consist of")]
    [InlineData(
        "{'type':'kubernetes.io/service-account-token'}", "metadata.annotations[kubernetes.io/service-account.name]: Required value")]
    [InlineData("{'type':'kubernetes.io/dockercfg'}", "data[.dockercfg]: Required value")]
    [InlineData("{'type':'kubernetes.io/dockerconfigjson','data':{'.dockerconfigjson':'e30='}}", "")]
    [InlineData(
        "{'type':'kubernetes.io/dockerconfigjson','data':{'.dockerconfigjson':'W10='}}",
        "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": json: cannot unmarshal array")]
    [InlineData("{'type':'kubernetes.io/basic-auth'}", "data[username]: Required value\ndata[password]: Required value")]
    [InlineData("{'type':'kubernetes.io/basic-auth','data':{'password':''}}", "")]
    [InlineData("{'type':'kubernetes.io/ssh-auth','data':{'ssh-privatekey':''}}", "data[ssh-privatekey]: Required value")]
    [InlineData("{'type':'kubernetes.io/tls'}", "data[tls.crt]: Required value\ndata[tls.key]: Required value")]
    public void Create_Type_AsksForItsData(string patch, string expected)
    {
        var errors = s_kind.Create(patch);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Theory]
    [InlineData("{'type':'other'}", "{}", "type: Invalid value: \"other\": field is immutable")]
    [InlineData("{'data':{'k':'dw=='}}", "{'immutable':true}", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("{'immutable':null}", "{'immutable':true}", "immutable: Forbidden: field is immutable when `immutable` is set")]
    public void Update_Fixed_IsRefused(string patch, string old, string expected) => Assert.Equal(expected, s_kind.Update(patch, old));

    [Fact]
    public void Default_StringData_OverwritesData()
    {
        var secret = s_kind.Strategy.Default(s_kind.With("{'stringData':{'k':'new','l':'ü'}}"));
        Assert.True(secret.StringData.IsEmpty);
        Assert.Equal("new", Encoding.UTF8.GetString(secret.Data["k"].Span));
        Assert.Equal("ü", Encoding.UTF8.GetString(secret.Data["l"].Span));
    }

    [Fact]
    public void SelectableField_Type_IsKnown() => Assert.Equal("Opaque", s_kind.Strategy.SelectableField(s_kind.With(), "type"));
}

using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.ConfigMaps;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ConfigMapTests
{
    private const string Sealed = "{'immutable':true}";

    private static readonly PatchedKind<ConfigMap> s_kind =
        new(new ConfigMapStrategy(), """{"metadata":{"name":"settings"},"data":{"a.conf":"1"}}""");

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'data':{'.':'x'}}", "data[.]: Invalid value: \".\": must not be '.'")]
    [InlineData("{'data':{'..a':'x'}}", "data[..a]: Invalid value: \"..a\": must not start with '..'")]
    [InlineData("{'binaryData':{'a.conf':'AA=='}}", "data[a.conf]: Invalid value: \"a.conf\": duplicate of key present in binaryData")]
    [InlineData("{'binaryData':{'b/c':'AA=='}}", "binaryData[b/c]: Invalid value: \"b/c\": a valid config key must consist of")]
    public void Create_Keys_AreJudged(string patch, string expected) => Assert.StartsWith(expected, s_kind.Create(patch));

    [Theory]
    [InlineData(1 << 20, "")]
    [InlineData((1 << 20) + 1, "[]: Too long: may not be more than 1048576 bytes")]
    public void Create_Size_IsLimited(int bytes, string expected) =>
        Assert.Equal(expected, s_kind.Create($"{{'data':{{'a.conf':'{new string('x', bytes)}'}}}}"));

    [Theory]
    [InlineData("{'data':{'a.conf':'2'}}", "{}", "")]
    [InlineData("{'metadata':{'labels':{'a':'b'}}}", Sealed, "")]
    [InlineData("{'immutable':false}", Sealed, "immutable: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("{'data':{'a.conf':'2'}}", Sealed, "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("{'binaryData':{'b':'AA=='}}", Sealed, "binaryData: Forbidden: field is immutable when `immutable` is set")]
    public void Update_OfImmutable_IsForbidden(string patch, string old, string expected) => Assert.Equal(expected, s_kind.Update(patch, old));
}

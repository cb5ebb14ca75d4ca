using System.Text;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

public sealed class SchemaPruningTests
{
    [Theory]
    [InlineData("'properties':{'spec':{'type':'object','properties':{'a':{'type':'string'}}}}",
        "{'spec':{'a':'x','b':1},'c':2}", "{'spec':{'a':'x'}}", "c spec.b")]
    [InlineData("'properties':{'spec':{'type':'array','items':{'type':'object'}}}", "{'spec':[{},{'a':1}]}", "{'spec':[{},{}]}", "spec[1].a")]
    [InlineData("'x-kubernetes-preserve-unknown-fields':true", "{'a':{'b':[{'c':1}]}}", "{'a':{'b':[{'c':1}]}}", "")]
    [InlineData("'properties':{}", "{'kind':'K','metadata':{'x':1},'apiVersion':'v'}", "{'kind':'K','metadata':{'x':1},'apiVersion':'v'}", "")]
    [InlineData("'additionalProperties':{'type':'object'}", "{'a':{'b':1}}", "{'a':{}}", "a.b")]
    public void PruneResource_Value_DropsUnknown(string members, string value, string expected, string unknown)
    {
        var dropped = new List<string>();
        var made = SchemaPruning.PruneResource(Parse(value), Definitions.Schema($"{{'type':'object',{members}}}"), dropped);
        Assert.Equal(Parse(expected), made);
        Assert.Equal(unknown, string.Join(' ', dropped.Order(StringComparer.Ordinal)));
        Assert.Equal(Parse(expected), SchemaPruning.PruneResource(Parse(value), Definitions.Schema($"{{'type':'object',{members}}}")));
    }

    [Theory]
    [InlineData("'properties':{'a':{'type':'integer','default':1}}", "{}", "{'a':1}")]
    [InlineData("'properties':{'a':{'type':'integer','default':1}}", "{'a':2}", "{'a':2}")]
    [InlineData("'properties':{'a':{'type':'integer','default':1}}", "{'a':null}", "{'a':1}")]
    [InlineData("'properties':{'a':{'type':'integer','default':1,'nullable':true}}", "{'a':null}", "{'a':null}")]
    [InlineData("'properties':{'a':{'type':'object','default':{},'properties':{'b':{'type':'integer','default':2}}}}", "{}", "{'a':{'b':2}}")]
    [InlineData("'properties':{'a':{'type':'object','properties':{'b':{'type':'integer','default':2}}}}", "{}", "{}")]
    [InlineData("'properties':{'a':{'type':'array','items':{'type':'integer','default':3}}}", "{'a':[1,null]}", "{'a':[1,3]}")]
    [InlineData("'additionalProperties':{'type':'object','properties':{'b':{'type':'integer','default':2}}}", "{'x':{}}", "{'x':{'b':2}}")]
    public void Apply_Defaults_FillIn(string members, string value, string expected) =>
        Assert.Equal(Parse(expected), SchemaDefaulting.Apply(Parse(value), Definitions.Schema($"{{'type':'object',{members}}}")));

    [Theory]
    [InlineData("'properties':{'a':{'type':'integer'}}", "{'a':null,'b':null}", "{'b':null}")]
    [InlineData("'properties':{'a':{'type':'integer','default':1}}", "{'a':null}", "{'a':null}")]
    [InlineData("'properties':{'a':{'type':'integer','nullable':true}}", "{'a':null}", "{'a':null}")]
    [InlineData("'additionalProperties':{'type':'object','properties':{'b':{'type':'integer'}}}", "{'x':{'b':null}}", "{'x':{}}")]
    public void DropNulls_Value_KeepsWhatIsAllowed(string members, string value, string expected) =>
        Assert.Equal(Parse(expected), SchemaDefaulting.DropNulls(Parse(value), Definitions.Schema($"{{'type':'object',{members}}}")));

    private static JsonValue Parse(string json) => JsonText.Parse(RawExtension.FromJson(Encoding.UTF8.GetBytes(json.Replace('\'', '"'))));
}

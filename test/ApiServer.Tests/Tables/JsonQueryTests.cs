using System.Text;
using Kybernet.ApiServer.Tables.Custom;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Tables;

public class JsonQueryTests
{
    private const string Value = """
        {"spec":{"n":3,"a.b":1,"list":["x","y","z"],"on":true},
        "conditions":[{"type":"Ready","status":"True","age":5},{"type":"Live","status":"False","age":9},{"status":"None"}]}
        """;

    [Theory]
    [InlineData(".spec.n", "3")]
    [InlineData(".spec.missing", "")]
    [InlineData(".spec.missing.further", "")]
    [InlineData(".spec['n']", "3")]
    [InlineData(@".spec.a\.b", "1")]
    [InlineData(".spec.list[0]", "\"x\"")]
    [InlineData(".spec.list[-1]", "\"z\"")]
    [InlineData(".spec.list[1:]", "\"y\",\"z\"")]
    [InlineData(".spec.list[:2]", "\"x\",\"y\"")]
    [InlineData(".spec.list[::2]", "\"x\",\"z\"")]
    [InlineData(".spec.list[*]", "\"x\",\"y\",\"z\"")]
    [InlineData(".spec.list[0,2]", "\"x\",\"z\"")]
    [InlineData(".spec['n','on']", "3,true")]
    [InlineData(".conditions[*].status", "\"True\",\"False\",\"None\"")]
    [InlineData(""".conditions[?(@.type=="Ready")].status""", "\"True\"")]
    [InlineData(".conditions[?(@.type == 'Live')].status", "\"False\"")]
    [InlineData(".conditions[?(@.age>5)].type", "\"Live\"")]
    [InlineData(".conditions[?(@.age<=5)].type", "\"Ready\"")]
    [InlineData(".conditions[?(@.type)].status", "\"True\",\"False\"")]
    [InlineData("..type", "\"Ready\",\"Live\"")]
    public void Find_Path_LeadsToValues(string path, string expected) =>
        Assert.Equal(expected, Text(Find(path)));

    [Theory]
    [InlineData(".spec.list[3]")]
    [InlineData(".spec.n[0]")]
    [InlineData(".spec[?(@.n==1)]")]
    [InlineData(""".conditions[?(@.age=="5")]""")]
    public void Find_ValueOfAnotherShape_IsNull(string path) => Assert.Null(Find(path));

    [Theory]
    [InlineData(".a[", "unterminated array")]
    [InlineData(".a[x]", "invalid array index x")]
    [InlineData(".a[?(@.b==1]", "unterminated filter")]
    [InlineData(".a[?(@.b=1)]", "unrecognized filter operator =")]
    [InlineData(".a{", "unrecognized character in action: '{'")]
    public void TryParse_Malformed_SaysWhy(string path, string expected)
    {
        Assert.False(JsonQuery.TryParse(path, out _, out var error));
        Assert.Equal(expected, error);
    }

    private static IReadOnlyList<JsonValue>? Find(string path)
    {
        Assert.True(JsonQuery.TryParse(path, out var query, out var error), error);
        return query.Find(Root());
    }

    private static JsonValue Root()
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(Value), DecodeOptions.Default);
        return JsonValueCodec.ReadJson(ref reader);
    }

    private static string Text(IReadOnlyList<JsonValue>? values) => string.Join(',', values ?? []);
}

using System.Text;
using Kybernet.Api;
using Kybernet.Cli.Commands.Storage;

namespace Kybernet.Cli.Tests.Storage;

public class StoredValueTests
{
    private static readonly StoredValue s_values = new(ApiScheme.Create());

    public static TheoryData<string> Golden { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.pb").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Golden))]
    public void DecodedAndEncoded_Protobuf_IsTheSameBytes(string file)
    {
        var stored = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var yaml = s_values.ToYaml(stored);
        Assert.True(yaml.Succeeded, yaml.Error?.Message);
        Assert.StartsWith("# stored as application/vnd.kubernetes.protobuf\n", yaml.Value, StringComparison.Ordinal);
        Assert.Equal(stored, s_values.FromYaml(Encoding.UTF8.GetBytes(yaml.Value), null).Value);
    }

    [Theory]
    [InlineData("""{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":{"a":[1,2.5,"x"]}}""")]
    [InlineData("""{"kind":"APIService","apiVersion":"apiregistration.k8s.io/v1","metadata":{"name":"v1."},"spec":{"version":"v1","groupPriorityMinimum":18000,"versionPriority":1},"status":{}}""")]
    public void DecodedAndEncoded_Json_IsTheSameBytes(string json)
    {
        var yaml = s_values.ToYaml(Encoding.UTF8.GetBytes(json + "\n"));
        Assert.True(yaml.Succeeded, yaml.Error?.Message);
        Assert.Equal(json + "\n", Encoding.UTF8.GetString(s_values.FromYaml(Encoding.UTF8.GetBytes(yaml.Value), null).Value!));
    }

    [Theory]
    [InlineData("", "the value is empty")]
    [InlineData("hello", "not a stored Kubernetes object")]
    [InlineData("k8s:enc:aescbc:v1:key1:xxxx", "encrypted at rest (aescbc, key key1)")]
    [InlineData("{\"kind\":\"Pot\",\"apiVersion\":\"v1\"}", "no kind \"Pot\" is registered for version \"v1\"")]
    [InlineData("k8s\0\n", "unexpected EOF")]
    public void Decode_BadInput_SaysWhatIsWrong(string stored, string message) =>
        Assert.Contains(message, s_values.ToYaml(Encoding.UTF8.GetBytes(stored)).Error!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kind: Deployment\napiVersion: apps/v1\nspec:\n  replicas: three\n", "line 4: spec.replicas: json: cannot unmarshal string")]
    [InlineData("kind: Pod\napiVersion: v1\nkind: Pod\n", "line 3: key \"kind\" already set")]
    [InlineData("a: [1\n", "yaml: line 2")]
    [InlineData("", "one object is needed, the input has 0")]
    public void Encode_BadInput_SaysWhereAndWhat(string yaml, string message) =>
        Assert.Contains(message, s_values.FromYaml(Encoding.UTF8.GetBytes(yaml), null).Error!.Message, StringComparison.Ordinal);
}

using System.Buffers;
using System.Text;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class GoldenObjectTests
{
    public static TheoryData<string> Names => [.. GoldenObject.Names];

    [Fact]
    public void Names_OfTheFolder_AreThere() => Assert.Equal(10, GoldenObject.Names.Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_GoldenJson_IsGoldenYaml(string name)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Null(YamlWriter.Write(GoldenObject.Json(name), output));

        Assert.Equal(Encoding.UTF8.GetString(GoldenObject.Yaml(name)), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_GoldenYaml_IsGoldenJson(string name)
    {
        var result = YamlReader.Read(GoldenObject.Yaml(name), new() { Strict = true });

        Assert.Null(result.Error);
        Assert.True(GoldenObject.IsSameJson(GoldenObject.Json(name), Assert.Single(result.Documents).Json));
    }
}

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class YamlStructureTests
{
    [Theory]
    [InlineData("a: b\nc:\n  d: e\n", """{"a":"b","c":{"d":"e"}}""")]
    [InlineData("z: 1\na: 2\n", """{"z":1,"a":2}""")]
    [InlineData("a:\n- b\n- c\nd: e", """{"a":["b","c"],"d":"e"}""")]
    [InlineData("- a\n-\n- - b\n  - c: d\n    e: f", """["a",null,["b",{"c":"d","e":"f"}]]""")]
    [InlineData("a:\nb:", """{"a":null,"b":null}""")]
    [InlineData("? a\n: b\n? c", """{"a":"b","c":null}""")]
    [InlineData("'k': v\n\"j\" : w", """{"k":"v","j":"w"}""")]
    [InlineData("x: http://a.b/c?d=e#f\nu: a #b\nv: -a", """{"x":"http://a.b/c?d=e#f","u":"a","v":"-a"}""")]
    [InlineData("text", "\"text\"")]
    public void Read_BlockCollections_AreJson(string yaml, string json) => Assert.Equal(json, YamlText.Read(yaml));

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("{ # c\n}", "{}")]
    [InlineData("{a: 1, 'b':2, \"c\":3, d, ? e : f, g: }", """{"a":1,"b":2,"c":3,"d":null,"e":"f","g":null}""")]
    [InlineData("[a, b: c, ? d, {e}, -,]", """["a",{"b":"c"},{"d":null},{"e":null},"-"]""")]
    [InlineData("{a:1}", """{"a:1":null}""")]
    [InlineData("[a\n b,\n\tc]", """["a b","c"]""")]
    public void Read_FlowCollections_AreJson(string yaml, string json) => Assert.Equal(json, YamlText.Read(yaml));

    [Theory]
    [InlineData("|\n  x\n   y\n\n  z\n\n", "x\\n y\\n\\nz\\n")]
    [InlineData("|-\n  x\n\n", "x")]
    [InlineData("|+\n  x\n\n", "x\\n\\n")]
    [InlineData("|1\n   x", "  x\\n")]
    [InlineData("|2-\n   x", " x")]
    [InlineData(">\n  a\n  b\n\n  c\n   d\n  e\n", "a b\\nc\\n d\\ne\\n")]
    [InlineData(">-  # comment\n  a\n\n\n  b", "a\\n\\nb")]
    [InlineData("|\n", "")]
    [InlineData("a\n  b\n\n  c", "a b\\nc")]
    [InlineData("'it''s\n  a\n\n  b'", "it's a\\nb")]
    [InlineData("\"a\\tb\\u0041\\x42\\U0001F600\\\n   c\\e\\_\"", "a\\tbAB\U0001F600c\\u001b\u00A0")]
    public void Read_ScalarOfSeveralLines_IsFoldedAndChomped(string scalar, string text) =>
        Assert.Equal($"{{\"k\":\"{text}\"}}", YamlText.Read($"k: {scalar}"));

    [Theory]
    [InlineData("a: &x {k: 1}\nb: *x", """{"a":{"k":1},"b":{"k":1}}""")]
    [InlineData("a: &x v\n*x : w", """{"a":"v","v":"w"}""")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", """{"a":1,"b":2,"c":2}""")]
    [InlineData("a: &x\nb: *x", """{"a":null,"b":null}""")]
    [InlineData("m: &m {k: 1, l: 2}\np:\n  <<: *m\n  k: 3", """{"m":{"k":1,"l":2},"p":{"k":3,"l":2}}""")]
    [InlineData("p:\n  k: 3\n  <<: {k: 1, l: 2}", """{"p":{"k":1,"l":2}}""")]
    [InlineData("<<: [{a: 1, b: 1}, {b: 2, c: 2}]", """{"b":1,"c":2,"a":1}""")]
    [InlineData("\"<<\": 1", """{"<<":1}""")]
    public void Read_AliasesAndMergeKeys_ArePutInPlace(string yaml, string json) => Assert.Equal(json, YamlText.Read(yaml));

    [Fact]
    public void Read_DuplicateKeyLenient_LastWinsInFirstPlace() =>
        Assert.Equal("""{"a":3,"b":2}""", YamlText.Read("a: 1\nb: 2\na: 3"));

    [Fact]
    public void Read_DuplicateKeysStrict_AllAreTold()
    {
        var message = YamlText.Read("a: 1\nb: 2\na: 3\nc: {1: x, 1: y}\n", new() { Strict = true });

        Assert.Equal("yaml: unmarshal errors:\n  line 3: key \"a\" already set in map\n  line 4: key 1 already set in map", message);
    }

    [Fact]
    public void Read_MergedKeyStrict_IsDuplicateAsUpstream() =>
        Assert.Contains("key \"k\" already set in map", YamlText.Read("<<: {k: 1}\nk: 2", new() { Strict = true }));

    [Fact]
    public void Read_ManyKeys_AllAreFoundOnce()
    {
        var yaml = string.Concat(Enumerable.Range(0, 2000).Select(i => $"k{i % 1000}: {i}\n"));

        Assert.Equal($"{{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"k{i}\":{i + 1000}"))}}}", YamlText.Read(yaml));
    }
}

using System.Text;
using System.Text.Json;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class HostileInputTests
{
    private const string ExcessiveAliasing = "document contains excessive aliasing";

    public static TheoryData<string, string> Bombs => new()
    {
        { "nested lists of aliases", Levels(12, "[x,x,x,x,x,x,x,x,x,x]", below => $"[{Repeat($"*a{below},", 10)}]") },
        { "nested merge keys", Levels(40, "{k: v}", below => $"\n  <<: [*a{below}, *a{below}]") },
        { "a long text many times", $"a: &a {new string('x', 100_000)}\nb:\n{Repeat("- *a\n", 1000)}" },
        { "a long key many times", $"? &a {new string('x', 100_000)}\n: 1\nb:\n{Repeat("- *a : 1\n", 1000)}" },
        { "a large mapping merged many times", $"a: &a\n{Keys(5000)}b:\n{Repeat("- <<: *a\n", 500)}" },
    };

    public static TheoryData<string> DeepSources =>
        [Repeat("[", 100_000), Repeat("{a: ", 100_000), Repeat("- ", 100_000), Repeat("? ", 100_000), Repeat("{\"a\":", 100_000)];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Read_AliasBomb_IsError(string what, string yaml) =>
        Assert.True(YamlReader.Read(yaml).Error?.Problem == ExcessiveAliasing, what);

    [Theory]
    [MemberData(nameof(DeepSources))]
    public void Read_TooDeep_IsError(string yaml) => Assert.Equal("exceeded max depth of 1000", YamlReader.Read(yaml).Error?.Problem);

    [Fact]
    public void Read_DepthFromAliases_IsCounted()
    {
        var yaml = Levels(300, "x", below => $"[[[[[*a{below}]]]]]");

        Assert.Equal("exceeded max depth of 1000", YamlReader.Read(yaml).Error?.Problem);
    }

    [Fact]
    public void Read_AtDepthLimit_IsRead()
    {
        var yaml = Repeat("[", 1000) + Repeat("]", 1000);

        Assert.Equal(yaml, YamlText.Read(yaml));
    }

    [Fact]
    public void Read_TooLarge_IsError() =>
        Assert.Equal("yaml: line 1: source of 5 bytes is larger than the limit of 4 bytes", YamlText.Read("a: 12", new() { MaxSourceBytes = 4 }));

    [Fact]
    public void Read_ModestAliasing_IsRead() =>
        Assert.Equal(500,
            JsonDocument.Parse(YamlText.Read($"a: &a {{k: [1, 2, 3]}}\nb:\n{Repeat("- *a\n", 500)}")).RootElement.GetProperty("b").GetArrayLength());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_MutatedSources_NeverThrowsAndWritesBackTheSame(int seed)
    {
        var random = new Random(seed);
        foreach (var name in GoldenObject.Names)
        {
            for (var round = 0; round < 40; round++)
            {
                var source = Mutate(GoldenObject.Yaml(name), random);
                foreach (var document in YamlReader.Read(source).Documents)
                {
                    var json = Encoding.UTF8.GetString(document.Json.Span);
                    var again = YamlReader.Read(YamlText.Write(json), new() { Strict = true });
                    Assert.True(again.Error is null, $"seed {seed}, {name}, round {round}: {again.Error}");
                    Assert.True(GoldenObject.IsSameJson(document.Json, again.Documents[0].Json), $"seed {seed}, {name}, round {round}");
                }
            }
        }
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        const string Pieces = "-?:,[]{}&*!|>'\"%@` \t\n\r\\~01eyn";
        var bytes = source.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var piece = (byte)Pieces[random.Next(Pieces.Length)];
            if (random.Next(3) == 0) bytes.RemoveAt(at);
            else if (random.Next(2) == 0) bytes[at] = piece;
            else bytes.Insert(at, piece);
        }

        return [.. bytes];
    }

    private static string Levels(int count, string first, Func<int, string> next) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}: &a{i} {(i == 0 ? first : next(i - 1))}\n"));

    private static string Keys(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"  k{i}: v\n"));

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}

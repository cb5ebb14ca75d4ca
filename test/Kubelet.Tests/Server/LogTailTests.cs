using System.Text;
using Kybernet.Kubelet.Server.Logs;

namespace Kybernet.Kubelet.Tests.Server;

public sealed class LogTailTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 0, "")]
    [InlineData("a\nb\nc\n", 1, "c\n")]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc\n", 3, "a\nb\nc\n")]
    [InlineData("a\nb\nc\n", 9, "a\nb\nc\n")]
    [InlineData("a\nb\nc", 1, "c")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("\n\n", 1, "\n")]
    [InlineData("", 5, "")]
    public async Task FindAsync_SomeLines_StartsAtTheFirstOfThem(string text, int lines, string expected)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var start = await LogTail.FindAsync(file, lines, TestContext.Current.CancellationToken);
        Assert.Equal(expected, text[(int)start..]);
    }

    [Fact]
    public async Task FindAsync_LinesOverManyBlocks_FindsTheStart()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"line {i}\n"));
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var start = await LogTail.FindAsync(file, 12_345, TestContext.Current.CancellationToken);
        Assert.StartsWith("line 7655\n", text[(int)start..], StringComparison.Ordinal);
    }
}

using Kybernet.Cli.Printers;

namespace Kybernet.Cli.Tests.Printers;

public class TabWriterTests
{
    [Theory]
    [InlineData("A\tB\nlonger\tx\n", "A        B\nlonger   x\n")]
    [InlineData("a\tb\tc\n\nlonger\tx\n", "a     b     c\n\nlonger   x\n")]
    [InlineData("Name:\tx\nÄé\ty\n", "Name:   x\nÄé      y\n")]
    public void Flush_Cells_AreAlignedAmongNeighbours(string text, string expected)
    {
        var table = TabWriter.ForTables();

        table.Write(text);

        Assert.Equal(expected, table.Flush());
    }
}

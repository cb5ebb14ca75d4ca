using Kybernet.Architecture.Tests.Rules;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests;

public class WalkTests
{
    private const string Walk = "docs/internals/walk.md";

    [Fact]
    public void Walk_FilesAndMethods_AreThere()
    {
        var lines = Repository.Lines(Walk);
        // Were the tables written in another form, nothing would be checked.
        Assert.True(WalkRule.CountRows(lines) > 50);
        Finding.AssertNone(WalkRule.Check(Walk, lines, Repository.Sources));
    }

    [Theory]
    [InlineData("| step | [A.cs](../../src/X/A.cs) | `RunAsync`, `Find`, `Make` |", 0)]
    [InlineData("| step | [A.cs](../../src/X/A.cs) | `Called` |", 1)]
    [InlineData("| step | [A.cs](../../src/X/A.cs) | `Awaited`, `Find` |", 1)]
    [InlineData("| step | [A.cs](../../src/X/A.cs) | `InComment` |", 1)]
    [InlineData("| step | [A.cs](../../src/X/A.cs) | `A` |", 1)]
    [InlineData("| step | [A.cs](../../src/X/A.cs) |  |", 1)]
    [InlineData("| step | [B.cs](../../src/X/B.cs) | `RunAsync` |", 1)]
    [InlineData("a sentence about [A.cs](../../src/X/A.cs)", 0)]
    public void WalkRule_Row_IsHeldAgainstTheSource(string row, int findings)
    {
        const string Code = """
            class A
            {
                public async ValueTask<(int Rows, bool IsNew)> RunAsync(int a)
                {
                    // int InComment(
                    return Called(await Awaited(a), new A());
                }

                T? Find<T>(string name) => null;
                private static List<int>[] Make() => [];
            }
            """;
        Assert.Equal(findings, WalkRule.Check("walk.md", [row], [new("src/X/A.cs", Code)]).Count());
    }
}

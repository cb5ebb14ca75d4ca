namespace Kybernet.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("foo", "error: unknown command \"foo\" for \"kyb\"\nSee 'kyb --help' for usage.\n")]
    [InlineData("foo --bar", "error: unknown command \"foo\" for \"kyb\"\nSee 'kyb --help' for usage.\n")]
    [InlineData("version foo bar", "error: extra arguments: [foo bar]\n")]
    [InlineData("version @foo", "error: extra arguments: [@foo]\n")]
    [InlineData("version --bar=1", "error: unknown flag: --bar\nSee 'kyb version --help' for usage.\n")]
    [InlineData("version -z", "error: unknown shorthand flag: 'z' in -z\nSee 'kyb version --help' for usage.\n")]
    [InlineData("--version", "error: unknown flag: --version\nSee 'kyb --help' for usage.\n")]
    public async Task Run_ArgumentsNobodyKnows_SaysWhichAndFails(string line, string expected)
    {
        var run = await CommandLine.RunAsync(line);
        Assert.Equal((1, "", expected), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Run_NoArguments_PrintsHelp()
    {
        var run = await CommandLine.RunAsync("");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("version  Print the version of this program.", run.Output, StringComparison.Ordinal);
        Assert.Equal((await CommandLine.RunAsync("--help")).Output, run.Output);
    }
}

namespace Kybernet.Cli.Tests.Version;

public class VersionCommandTests
{
    private const string Json = """
        {
          "clientVersion": {
            "major": "1",
            "minor": "36",
            "gitVersion": "v1.36.0+kybernet.0.9.1",
            "gitCommit": "0123456789abcdef0123456789abcdef01234567",
            "gitTreeState": "clean",
            "buildDate": "2026-05-04T03:02:01Z",
            "goVersion": ".NET 10.0.0",
            "compiler": "nativeaot",
            "platform": "linux/arm64"
          }
        }

        """;

    private const string Yaml = """
        clientVersion:
          buildDate: "2026-05-04T03:02:01Z"
          compiler: nativeaot
          gitCommit: 0123456789abcdef0123456789abcdef01234567
          gitTreeState: clean
          gitVersion: v1.36.0+kybernet.0.9.1
          goVersion: .NET 10.0.0
          major: "1"
          minor: "36"
          platform: linux/arm64


        """;

    [Theory]
    [InlineData("version", "Client Version: v1.36.0+kybernet.0.9.1\n")]
    [InlineData("version --client", "Client Version: v1.36.0+kybernet.0.9.1\n")]
    [InlineData("version --client=true --output=json", Json)]
    [InlineData("version -o json", Json)]
    [InlineData("version -oyaml", Yaml)]
    public async Task Version_Format_IsPrintedAsKubectlDoes(string line, string expected)
    {
        var run = await CommandLine.RunAsync(line);
        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Version_UnknownFormat_Fails()
    {
        var run = await CommandLine.RunAsync("version -o xml");
        Assert.Equal((1, "", "error: --output must be 'yaml' or 'json'\n"), (run.ExitCode, run.Output, run.Error));
    }
}

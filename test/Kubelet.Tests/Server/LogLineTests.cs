using System.Text;
using Kybernet.Kubelet.Server.Logs;

namespace Kybernet.Kubelet.Tests.Server;

public sealed class LogLineTests
{
    [Theory]
    [InlineData("2016-10-06T00:17:09.669794202Z stdout F log content 1\n", "2016-10-06T00:17:09.669794202Z", "log content 1\n")]
    [InlineData("2016-10-06T00:17:09.66Z stderr F \n", "2016-10-06T00:17:09.660000000Z", "\n")]
    [InlineData("2016-10-06T00:17:09Z stdout P part\n", "2016-10-06T00:17:09.000000000Z", "part")]
    [InlineData("2016-10-06T02:17:09.5+02:00 stdout F:tag text\n", "2016-10-06T02:17:09.500000000+02:00", "text\n")]
    public void TryParse_LineOfARuntime_GivesTimeAndText(string line, string time, string text)
    {
        Assert.True(LogLine.TryParse(Encoding.UTF8.GetBytes(line), out var parsed));
        Assert.Equal((time, text), (parsed.FormatTime(), Encoding.UTF8.GetString(parsed.Text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday stdout F text\n")]
    [InlineData("2016-10-06T00:17:09Z stdin F text\n")]
    [InlineData("2016-10-06T00:17:09Z stdout F")]
    public void TryParse_SomethingElse_IsNoLine(string line) => Assert.False(LogLine.TryParse(Encoding.UTF8.GetBytes(line), out _));
}

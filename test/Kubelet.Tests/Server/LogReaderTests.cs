using System.IO.Pipelines;
using System.Text;
using Kybernet.Kubelet.Server.Logs;

namespace Kybernet.Kubelet.Tests.Server;

public sealed class LogReaderTests : IDisposable
{
    private const string Time = "2016-10-06T00:17:09.5Z";
    private readonly string _directory = Directory.CreateTempSubdirectory("logs").FullName;

    private string File => Path.Combine(_directory, "0.log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task CopyAsync_PartialLines_JoinsThemUnderOneTime()
    {
        var output = await ReadAsync(new() { Timestamps = true }, $"{Time} stdout P ab\n{Time} stdout F cd\n{Time} stdout F next\n");
        Assert.Equal("2016-10-06T00:17:09.500000000Z abcd\n2016-10-06T00:17:09.500000000Z next\n", output);
    }

    [Fact]
    public async Task CopyAsync_OneStream_LeavesTheOtherOut() =>
        Assert.Equal("e\n", await ReadAsync(new() { Stream = LogStream.Stderr }, $"{Time} stdout F o\n{Time} stderr F e\n"));

    [Fact]
    public async Task CopyAsync_Since_LeavesOlderLinesOut() => Assert.Equal(
        "new\n",
        await ReadAsync(new() { Since = DateTimeOffset.Parse("2016-10-07T00:00:00Z", null) }, $"{Time} stdout F old\n2016-10-07T00:00:00Z stdout F new\n"));

    [Fact]
    public async Task CopyAsync_Limit_CutsTheLine() =>
        Assert.Equal("ab\nc", await ReadAsync(new() { LimitBytes = 4 }, $"{Time} stdout F ab\n{Time} stdout F cd\n"));

    [Fact]
    public async Task CopyAsync_FollowedFileRotated_GoesOnInTheNewOne()
    {
        await System.IO.File.WriteAllTextAsync(File, $"{Time} stdout F first\n", TestContext.Current.CancellationToken);
        var pipe = new Pipe();
        var isRunning = true;
        var request = new LogRequest { Follow = true };
        var reader = new LogReader(request, new(request, pipe.Writer), TimeProvider.System, _ => Task.FromResult(Volatile.Read(ref isRunning)));
        var reading = CopyAsync(reader, pipe.Writer);
        Assert.Equal("first\n", await NextAsync(pipe.Reader, 6));
        System.IO.File.Move(File, File + ".old");
        await System.IO.File.WriteAllTextAsync(File, $"{Time} stdout F second\n", TestContext.Current.CancellationToken);
        Assert.Equal("second\n", await NextAsync(pipe.Reader, 7));
        await System.IO.File.AppendAllTextAsync(File, $"{Time} stdout F third\n", TestContext.Current.CancellationToken);
        Assert.Equal("third\n", await NextAsync(pipe.Reader, 6));
        Volatile.Write(ref isRunning, false);
        await reading;
    }

    private async Task<string> ReadAsync(LogRequest request, string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, TestContext.Current.CancellationToken);
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        await CopyAsync(new(request, new(request, writer), TimeProvider.System, static _ => Task.FromResult(false)), writer);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task CopyAsync(LogReader reader, PipeWriter writer)
    {
        await reader.CopyAsync(File, TestContext.Current.CancellationToken);
        await writer.CompleteAsync();
    }

    private static async Task<string> NextAsync(PipeReader reader, int length)
    {
        var read = await reader.ReadAtLeastAsync(length, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}

using System.IO.Pipelines;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.Http;

public sealed class BodyReaderTests
{
    [Fact]
    public async Task Read_ClientBreaksOff_IsABadRequest()
    {
        var body = new Pipe();
        await body.Writer.WriteAsync("{\"kind\":"u8.ToArray(), TestContext.Current.CancellationToken);
        await body.Writer.CompleteAsync(new IOException("The client reset the request stream."));
        var http = new DefaultHttpContext { Request = { Body = body.Reader.AsStream() } };

        var read = await BodyReader.ReadAsync(http.Request, TestContext.Current.CancellationToken);

        Assert.Equal(StatusReason.BadRequest, read.Error!.Reason);
        Assert.Contains("The client reset the request stream.", read.Error.Message, StringComparison.Ordinal);
    }
}

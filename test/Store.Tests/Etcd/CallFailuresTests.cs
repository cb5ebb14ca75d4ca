using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Kybernet.Base;
using Kybernet.Store.Etcd;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Tests.Etcd;

public sealed class CallFailuresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StatusCode, string, string> Statuses => new()
    {
        { StatusCode.Unavailable, EtcdMessages.NoLeader, nameof(CallFailure.NotExecuted) },
        { StatusCode.Unavailable, EtcdMessages.TimedOut, nameof(CallFailure.Unknown) },
        { StatusCode.Unavailable, "etcdserver: leader changed", nameof(CallFailure.Unknown) },
        { StatusCode.DeadlineExceeded, "", nameof(CallFailure.Unknown) },
        { StatusCode.FailedPrecondition, EtcdMessages.NotSupportedForLearner, nameof(CallFailure.NotExecuted) },
        { StatusCode.OutOfRange, EtcdMessages.Compacted, nameof(CallFailure.Answered) },
        { StatusCode.InvalidArgument, EtcdMessages.EmptyKey, nameof(CallFailure.Answered) },
        { StatusCode.ResourceExhausted, EtcdMessages.NoSpace, nameof(CallFailure.Answered) },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Classify_ServersStatus_SaysWhatIsKnown(StatusCode code, string detail, string expected) =>
        Assert.Equal(expected, CallFailures.Classify(new RpcException(new Status(code, detail))).ToString());

    [Fact]
    public async Task Put_ConnectionBreaksAfterItWasMade_IsSentOnceAndItsOutcomeUnknown()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = AcceptAndCloseAsync(listener);
        var endpoint = new Uri($"http://{listener.LocalEndpoint}");
        await using var store = new EtcdStore(new() { Endpoints = [endpoint], RequestTimeout = TimeSpan.FromSeconds(5) }, TimeProvider.System);

        var error = (await store.PutAsync(new(Bytes.Of("k"), Bytes.Of("v")), Cancel)).Error;

        Assert.True(Assert.IsType<StoreError.Unavailable>(error).OutcomeUnknown, error.Message);
        listener.Stop();
        Assert.Equal(1, await accepted);
    }

    /// <summary>Takes connections, reads something and hangs up; returns how many there were once the listener stops.</summary>
    private static async Task<int> AcceptAndCloseAsync(TcpListener listener)
    {
        var connections = 0;
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(Cancel);
                connections++;
                await client.GetStream().ReadAtLeastAsync(new byte[100], 100, throwOnEndOfStream: false, Cancel);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return connections;
        }
    }
}

using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Kybernet.Base;
using Kybernet.Store.Memory;
using Kybernet.Store.Protocol;
using Kybernet.Store.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Tests.Serving;

/// <summary>What etcdctl does not show: errors of malformed requests, several watches on one stream, HTTP, addresses.</summary>
public sealed class EtcdServerTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new(MemoryStoreOptions.Default, TimeProvider.System);
    private EtcdServer _server = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, StatusCode, string> Malformed => new()
    {
        { "empty key", StatusCode.InvalidArgument, EtcdMessages.EmptyKey },
        { "value and ignore", StatusCode.InvalidArgument, EtcdMessages.ValueProvided },
        { "lease and ignore", StatusCode.InvalidArgument, EtcdMessages.LeaseProvided },
        { "too large", StatusCode.InvalidArgument, EtcdMessages.RequestTooLarge },
        { "sort", StatusCode.InvalidArgument, EtcdMessages.InvalidSortOption },
        { "put and delete", StatusCode.InvalidArgument, EtcdMessages.DuplicateKey },
        { "too many", StatusCode.InvalidArgument, EtcdMessages.TooManyOperations },
        { "no operation", StatusCode.InvalidArgument, EtcdMessages.KeyNotFound },
        { "nested", StatusCode.Unimplemented, "this store does not support a transaction inside a transaction" },
    };

    public async ValueTask InitializeAsync()
    {
        _server = await EtcdServer.StartAsync(
            _store, new() { ListenClientUrls = [new("http://127.0.0.1:0")] }, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        _channel = GrpcChannel.ForAddress(_server.ClientUrls[0]);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Request_Malformed_IsRefusedInEtcdsWords(string kind, StatusCode code, string detail)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => SendAsync(new KV.KVClient(_channel), kind));
        Assert.Equal((code, detail), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task Range_Filters_LeaveTheCountAlone()
    {
        foreach (var key in (string[])["a", "b", "c", "a"]) await _store.PutAsync(new(Bytes.Of(key), Bytes.Of("v")), Cancel);
        var request = new Proto.RangeRequest
        {
            Key = Wire.ToWire(Bytes.Of("a")),
            RangeEnd = Wire.ToWire(KeyRange.All.End),
            MinModRevision = 4,
            MaxCreateRevision = 3
        };

        var answer = await new KV.KVClient(_channel).RangeAsync(request, cancellationToken: Cancel);

        Assert.Equal("a", Assert.Single(answer.Kvs).Key.ToStringUtf8());
        Assert.Equal((3L, false), (answer.Count, answer.More));
    }

    [Fact]
    public async Task Watch_ProgressOfAStream_CoversAllItsWatches()
    {
        using var call = new Watch.WatchClient(_channel).Watch(cancellationToken: Cancel);
        foreach (var key in (string[])["a", "b"])
        {
            await call.RequestStream.WriteAsync(new() { CreateRequest = new() { Key = Wire.ToWire(Bytes.Of(key)) } }, Cancel);
            Assert.True((await NextAsync(call)).Created);
        }

        foreach (var key in (string[])["a", "b", "c"]) await _store.PutAsync(new(Bytes.Of(key), Bytes.Of("v")), Cancel);
        await call.RequestStream.WriteAsync(new() { ProgressRequest = new() }, Cancel);
        var said = new[] { await NextAsync(call), await NextAsync(call), await NextAsync(call) };

        Assert.Equal([0L, 1L], said[..2].Select(r => r.WatchId).Order());
        Assert.Equal((-1L, 4L, 0), (said[2].WatchId, said[2].Header.Revision, said[2].Events.Count));
    }

    [Fact]
    public async Task Watch_IdsCancelsAndDuplicates_AreEtcds()
    {
        using var call = new Watch.WatchClient(_channel).Watch(cancellationToken: Cancel);
        var create = new Proto.WatchRequest { CreateRequest = new() { Key = Wire.ToWire(Bytes.Of("a")), WatchId = 7 } };
        await call.RequestStream.WriteAsync(create, Cancel);
        Assert.Equal((7L, true, false), Flags(await NextAsync(call)));
        await call.RequestStream.WriteAsync(create, Cancel);
        Assert.Equal((-1L, true, true), Flags(await NextAsync(call)));
        await call.RequestStream.WriteAsync(new() { CancelRequest = new() { WatchId = 7 } }, Cancel);
        Assert.Equal((7L, false, true), Flags(await NextAsync(call)));
        await call.RequestStream.WriteAsync(create, Cancel);
        Assert.Equal((7L, true, false), Flags(await NextAsync(call)));
    }

    [Fact]
    public async Task Watch_Fragments_StayUnderTheLimit()
    {
        using var call = new Watch.WatchClient(_channel).Watch(cancellationToken: Cancel);
        var operations = Enumerable.Range(0, 3).Select(i => (TxnOperation)new TxnOperation.Put(new(Bytes.Of($"k{i}"), new byte[500_000]))).ToList();
        await _store.TxnAsync(new([], [.. operations], []), Cancel);
        await _store.PutAsync(new(Bytes.Of("k3"), new byte[500_000]), Cancel);
        var create = new WatchCreateRequest { Key = Wire.ToWire(Bytes.Of("k")), RangeEnd = Wire.ToWire(Bytes.Of("l")), StartRevision = 2, Fragment = true };
        await call.RequestStream.WriteAsync(new() { CreateRequest = create }, Cancel);
        Assert.True((await NextAsync(call)).Created);

        var parts = new List<WatchResponse> { await NextAsync(call) };
        while (parts.Sum(p => p.Events.Count) < 4) parts.Add(await NextAsync(call));

        Assert.All(parts, part => Assert.True(part.CalculateSize() < StoreLimits.Default.MaxRequestBytes + 1000));
        Assert.Contains(parts, part => part.Fragment);
        Assert.False(parts[^1].Fragment);
        Assert.Equal(["k0", "k1", "k2", "k3"], parts.SelectMany(p => p.Events).Select(e => e.Kv.Key.ToStringUtf8()));
    }

    [Fact]
    public async Task Start_AddressInUse_SaysSo()
    {
        var taken = new EtcdServerOptions { ListenClientUrls = _server.ClientUrls };
        await Assert.ThrowsAsync<IOException>(() => EtcdServer.StartAsync(_store, taken, TimeProvider.System, NullLoggerFactory.Instance, Cancel));
    }

    [Theory]
    [InlineData("/health", """{"health":"true","reason":""}""")]
    [InlineData("/version", """{"etcdserver":"3.5.21","etcdcluster":"3.5.0"}""")]
    public async Task Http_HealthAndVersion_AreAnswered(string path, string expected)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal(expected, await client.GetStringAsync(new Uri(_server.ClientUrls[0], path), Cancel));
    }

    private static (long Id, bool Created, bool Canceled) Flags(WatchResponse response) => (response.WatchId, response.Created, response.Canceled);

    private static async Task<WatchResponse> NextAsync(AsyncDuplexStreamingCall<Proto.WatchRequest, WatchResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        return call.ResponseStream.Current;
    }

    private static Task SendAsync(KV.KVClient kv, string kind)
    {
        var key = Wire.ToWire(Bytes.Of("a"));
        var put = new RequestOp { RequestPut = new() { Key = key } };
        return kind switch
        {
            "empty key" => kv.PutAsync(new(), cancellationToken: Cancel).ResponseAsync,
            "value and ignore" => kv.PutAsync(new() { Key = key, Value = key, IgnoreValue = true }, cancellationToken: Cancel).ResponseAsync,
            "lease and ignore" => kv.PutAsync(new() { Key = key, Lease = 1, IgnoreLease = true }, cancellationToken: Cancel).ResponseAsync,
            "too large" => kv.PutAsync(new() { Key = key, Value = Wire.ToWire(new byte[1_600_000]) }, cancellationToken: Cancel).ResponseAsync,
            "sort" => kv.RangeAsync(new() { Key = key, SortOrder = (Proto.RangeRequest.Types.SortOrder)9 }, cancellationToken: Cancel).ResponseAsync,
            "put and delete" => Txn(put, new() { RequestDeleteRange = new() { Key = key } }),
            "too many" => Txn([.. Enumerable.Range(0, 129).Select(i => new RequestOp { RequestRange = new() { Key = key } })]),
            "no operation" => Txn(new RequestOp()),
            _ => Txn(new RequestOp { RequestTxn = new() }),
        };

        Task Txn(params RequestOp[] operations)
        {
            var txn = new Proto.TxnRequest();
            txn.Success.AddRange(operations);
            return kv.TxnAsync(txn, cancellationToken: Cancel).ResponseAsync;
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using Kybernet.Store.Protocol;
using Microsoft.AspNetCore.Http;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>Answers the calls of the KV service that make up nearly all of etcd's load, with one write to the connection each.</summary>
/// <remarks>
/// <para>The general gRPC server flushes the message and then the trailers, and sets up a context with deadlines and interceptors first:
/// with one small request at a time on each of 500 connections that was a third of all work. Calls with a deadline, with compression or of
/// another service go on to it.</para>
/// <para>Wire: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. A message is a byte (0: not compressed), its length in
/// four bytes, big-endian, and its bytes.</para>
/// </remarks>
internal sealed class UnaryCalls(KvService kv, int maxMessageBytes)
{
    private const int PrefixBytes = 5;

    /// <summary>The call, when it is one of these; else null.</summary>
    public Task? TryAnswer(HttpContext http)
    {
        var request = http.Request;
        if (!request.Path.StartsWithSegments("/etcdserverpb.KV", StringComparison.Ordinal, out var method)) return null;
        if (!HttpMethods.IsPost(request.Method) || request.ContentType is not { } type) return null;
        if (!type.StartsWith("application/grpc", StringComparison.Ordinal)) return null;
        if (request.Headers.ContainsKey("grpc-timeout") || request.Headers.GrpcEncoding is [not "identity", ..]) return null;
        return method.Value switch
        {
            "/Put" => AnswerAsync(http, Proto.PutRequest.Parser, kv.PutAsync),
            "/Range" => AnswerAsync(http, Proto.RangeRequest.Parser, kv.RangeAsync),
            "/Txn" => AnswerAsync(http, Proto.TxnRequest.Parser, kv.TxnAsync),
            "/DeleteRange" => AnswerAsync(http, DeleteRangeRequest.Parser, kv.DeleteRangeAsync),
            _ => null,
        };
    }

    private async Task AnswerAsync<TRequest, TResponse>(
        HttpContext http, MessageParser<TRequest> parser, Func<TRequest, CancellationToken, ValueTask<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
    {
        http.Response.ContentType = "application/grpc";
        try
        {
            var request = await ReadAsync(http, parser);
            Write(http.Response, await answer(request, http.RequestAborted));
            http.Response.AppendTrailer("grpc-status", "0");
        }
        catch (RpcException e)
        {
            http.Response.AppendTrailer("grpc-status", ((int)e.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            http.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(e.Status.Detail));
        }
    }

    private async ValueTask<TRequest> ReadAsync<TRequest>(HttpContext http, MessageParser<TRequest> parser)
        where TRequest : IMessage<TRequest>
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (TryFindMessage(read.Buffer, out var message))
            {
                var request = Parse(parser, message);
                body.AdvanceTo(message.End);
                return request;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) throw ServingErrors.Of(StatusCode.Internal, "Incomplete message.");
        }
    }

    private bool TryFindMessage(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.Length < PrefixBytes) return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] != 0) throw ServingErrors.Of(StatusCode.Unimplemented, "Compressed messages are not supported.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxMessageBytes) throw ServingErrors.Of(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");
        if (buffer.Length < PrefixBytes + length) return false;
        message = buffer.Slice(PrefixBytes, length);
        return true;
    }

    private static TRequest Parse<TRequest>(MessageParser<TRequest> parser, ReadOnlySequence<byte> message)
        where TRequest : IMessage<TRequest>
    {
        try
        {
            return parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw ServingErrors.Of(StatusCode.Internal, $"the request cannot be read: {e.Message}");
        }
    }

    private static void Write<TResponse>(HttpResponse response, TResponse message)
        where TResponse : IMessage<TResponse>
    {
        var size = message.CalculateSize();
        var span = response.BodyWriter.GetSpan(PrefixBytes + size);
        span[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)size);
        message.WriteTo(span.Slice(PrefixBytes, size));
        response.BodyWriter.Advance(PrefixBytes + size);
    }
}

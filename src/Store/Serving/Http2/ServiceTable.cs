using Google.Protobuf;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>The methods that are served, by path. The generated code binds services to it.</summary>
internal sealed class ServiceTable : ServiceBinderBase
{
    private readonly Dictionary<string, IGrpcMethod> _methods = new(StringComparer.Ordinal);

    public IGrpcMethod? Find(string path) => _methods.GetValueOrDefault(path);

    /// <summary>A method whose calls are many and short: nothing is made for a call that it does not need.</summary>
    public void AddShort<TRequest, TResponse>(string path, MessageParser<TRequest> parser, Func<TRequest, CancellationToken, ValueTask<TResponse>> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class =>
        _methods[path] = new UnaryMethod<TRequest, TResponse>(
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()), (request, call) => answer(request, call.Gone));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        _methods[method.FullName] = new UnaryMethod<TRequest, TResponse>(
            method.RequestMarshaller.ContextualDeserializer, (request, call) => new(handler!(request, call)));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        _methods[method.FullName] = new StreamingMethod<TRequest, TResponse>(
            method.RequestMarshaller.ContextualDeserializer, (requests, responses, call) => handler!(requests, responses, call));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        _methods[method.FullName] = new StreamingMethod<TRequest, TResponse>(
            method.RequestMarshaller.ContextualDeserializer, async (requests, responses, call) =>
            {
                if (!await requests.MoveNext(call.CancellationToken)) throw ServingErrors.Of(StatusCode.Internal, "Incomplete message.");
                await handler!(requests.Current, responses, call);
            });
}

namespace Kybernet.Store.Serving.Http2;

/// <summary>A method of a gRPC service. All of a call is told it by the connection's reader, in order.</summary>
internal interface IGrpcMethod
{
    /// <summary>The call has begun.</summary>
    void Start(GrpcCall call);

    /// <summary>A message has come, which is there only until this returns.</summary>
    void Message(GrpcCall call, ReadOnlyMemory<byte> message);

    /// <summary>No more messages come. Said at least once.</summary>
    void End(GrpcCall call);
}

namespace Kybernet.Store.Serving.Http2;

/// <summary>The peer broke the protocol: the connection ends, and the peer is told why.</summary>
internal sealed class Http2Exception(Http2Error error, string detail) : Exception(detail)
{
    public Http2Error Error => error;
}

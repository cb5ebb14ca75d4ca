namespace Kybernet.Store.Serving.Http2;

/// <summary>The settings of RFC 7540, 6.5.2, that are used.</summary>
internal static class Http2Setting
{
    public const ushort HeaderTableBytes = 1;
    public const ushort MaxConcurrentStreams = 3;
    public const ushort InitialWindow = 4;
}

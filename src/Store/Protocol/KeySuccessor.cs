using Kybernet.Base;

namespace Kybernet.Store.Protocol;

/// <summary>Where to go on after a key.</summary>
internal static class KeySuccessor
{
    /// <summary>The first key after <paramref name="key"/>: itself and a zero byte.</summary>
    public static Bytes Successor(this Bytes key)
    {
        var next = new byte[key.Length + 1];
        key.Span.CopyTo(next);
        return next;
    }
}

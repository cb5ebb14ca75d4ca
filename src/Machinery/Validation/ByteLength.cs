using System.Text;

namespace Kybernet.Machinery.Validation;

/// <summary>The length of strings in bytes of UTF-8, which is what upstream's limits count.</summary>
internal static class ByteLength
{
    /// <summary>Counts only when the number of UTF-16 units leaves it open: each is one to three bytes.</summary>
    public static bool Exceeds(ReadOnlySpan<char> value, int max)
    {
        if (value.Length > max) return true;
        return value.Length > max / 3 && Encoding.UTF8.GetByteCount(value) > max;
    }
}

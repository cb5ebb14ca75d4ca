using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kybernet.Machinery.Json;

/// <summary>
/// Finds where a JSON object or array ends, 64 bytes a step and without checking it: for well-formed text the answer is exact, for
/// other text it is a guess that the caller must not trust.
/// </summary>
internal struct JsonExtent
{
    private const int Step = 64;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private readonly byte _open;

    // What the step before leaves behind.
    private bool _startsEscaped;
    private bool _startsInString;

    private JsonExtent(byte open) => _open = open;

    /// <summary>The length of the object or array that starts the text; 0 when it has no end within <paramref name="longest"/> bytes.</summary>
    public static int Of(ReadOnlySpan<byte> text, int longest)
    {
        var extent = new JsonExtent(text[0]);
        var limit = Math.Min(text.Length, longest);
        var depth = 0;
        Span<byte> tail = stackalloc byte[Step];
        for (var at = 0; at < limit; at += Step)
        {
            scoped var step = text[at..];
            if (step.Length < Step)
            {
                tail.Clear();
                step.CopyTo(tail);
                step = tail;
            }

            var end = extent.Scan(step, ref depth);
            if (end < Step) return at + end < limit ? at + end + 1 : 0;
        }

        return 0;
    }

    /// <summary>
    /// Where in the step the depth comes back to zero; 64 when it does not. Only brackets of the value's own kind count: the others
    /// come in pairs between them.
    /// </summary>
    /// <remarks>The masks have one bit a byte of the step, the lowest for the first.</remarks>
    private int Scan(ReadOnlySpan<byte> step, ref int depth)
    {
        var a = Vector128.Create(step);
        var b = Vector128.Create(step[16..]);
        var c = Vector128.Create(step[32..]);
        var d = Vector128.Create(step[48..]);
        var escaped = Escaped(Where(a, b, c, d, (byte)'\\'));
        var inString = InString(Where(a, b, c, d, (byte)'"') & ~escaped);
        // In ASCII the closing brackets stand two after the opening ones.
        var opened = Where(a, b, c, d, _open) & ~inString;
        var closed = Where(a, b, c, d, (byte)(_open + 2)) & ~inString;
        var closings = BitOperations.PopCount(closed);
        if (closings >= depth)
        {
            // The end may be here: look at each closing bracket.
            for (var seen = 1; closed != 0; closed &= closed - 1, seen++)
            {
                var place = BitOperations.TrailingZeroCount(closed);
                if (depth + BitOperations.PopCount(opened & ((1UL << place) - 1)) == seen) return place;
            }
        }

        depth += BitOperations.PopCount(opened) - closings;
        return Step;
    }

    /// <summary>
    /// The bytes that a backslash before them escapes. In a run of backslashes every second one is escaped itself; adding a
    /// run's first bit to the run carries out at its end, which tells runs of odd from runs of even length.
    /// </summary>
    private ulong Escaped(ulong backslashes)
    {
        var first = _startsEscaped ? 1UL : 0;
        if (backslashes == 0)
        {
            _startsEscaped = false;
            return first;
        }

        backslashes &= ~first;
        var follows = (backslashes << 1) | first;
        var oddStarts = backslashes & ~EvenBits & ~follows;
        var sum = unchecked(oddStarts + backslashes);
        _startsEscaped = sum < oddStarts;
        return (EvenBits ^ (sum << 1)) & follows;
    }

    /// <summary>The bytes between quotes, each opening quote with them: bit n says whether the quotes up to n are odd in number.</summary>
    private ulong InString(ulong quotes)
    {
        var odd = quotes ^ (quotes << 1);
        odd ^= odd << 2;
        odd ^= odd << 4;
        odd ^= odd << 8;
        odd ^= odd << 16;
        odd ^= odd << 32;
        if (_startsInString) odd = ~odd;
        _startsInString = odd >> 63 != 0;
        return odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Where(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d, byte unit)
    {
        var wanted = Vector128.Create(unit);
        return Vector128.Equals(a, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector128.Equals(b, wanted).ExtractMostSignificantBits() << 16)
            | ((ulong)Vector128.Equals(c, wanted).ExtractMostSignificantBits() << 32)
            | ((ulong)Vector128.Equals(d, wanted).ExtractMostSignificantBits() << 48);
    }
}

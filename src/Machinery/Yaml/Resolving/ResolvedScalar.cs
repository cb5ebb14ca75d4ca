using Kybernet.Machinery.Yaml.Parsing;

namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>A scalar's type and value. The value of text and timestamps is the scalar's text itself.</summary>
internal readonly record struct ResolvedScalar(ScalarKind Kind, ulong Bits = 0)
{
    public static ResolvedScalar Text => new(ScalarKind.Text);

    public bool Bool => Bits != 0;

    public long Int => unchecked((long)Bits);

    public double Float => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>The tag of the type, in its long form.</summary>
    public string Tag => Kind switch
    {
        ScalarKind.Null => CoreTag.Null,
        ScalarKind.Bool => CoreTag.Bool,
        ScalarKind.Int or ScalarKind.UInt => CoreTag.Int,
        ScalarKind.Float => CoreTag.Float,
        ScalarKind.Timestamp => CoreTag.Timestamp,
        _ => CoreTag.Str,
    };

    public static ResolvedScalar OfBool(bool value) => new(ScalarKind.Bool, value ? 1UL : 0);

    public static ResolvedScalar OfInt(long value) => new(ScalarKind.Int, unchecked((ulong)value));

    public static ResolvedScalar OfUInt(ulong value) => value <= long.MaxValue ? OfInt((long)value) : new(ScalarKind.UInt, value);

    public static ResolvedScalar OfFloat(double value) => new(ScalarKind.Float, BitConverter.DoubleToUInt64Bits(value));
}

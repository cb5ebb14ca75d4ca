using Kybernet.Machinery.Values;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>Quantities as pods and nodes have them.</summary>
internal static class QuantitySubject
{
    private static readonly byte[][] s_texts = ["250m"u8.ToArray(), "512Mi"u8.ToArray(), "1"u8.ToArray(), "1.5Gi"u8.ToArray(),
        "16393244Ki"u8.ToArray(), "110"u8.ToArray(), "100Gi"u8.ToArray(), "12e6"u8.ToArray()];

    private static readonly Quantity[] s_values = [.. s_texts.Select(text => Read(text))];

    public static void Parse(int round) => Read(s_texts[round & 7]);

    public static void Format(int round)
    {
        Span<byte> text = stackalloc byte[64];
        if (!s_values[round & 7].TryFormat(text, out _)) throw new InvalidOperationException("a quantity does not fit 64 bytes");
    }

    private static Quantity Read(byte[] text) =>
        Quantity.TryParse(text, out var quantity) ? quantity : throw new FormatException("not a quantity");
}

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>The classes of characters the writer tells apart, by their UTF-8 bytes.</summary>
internal static class CharacterClass
{
    public static int Width(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    /// <summary>
    /// True for what upstream writes as it is: not tabs, carriage returns and other controls, not byte order marks, and
    /// nothing beyond U+FFFF.
    /// </summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\n' or (>= 0x20 and <= 0x7E) => true,
        0xC2 => text[1] >= 0xA0,
        > 0xC2 and <= 0xEE => true,
        0xEF => !(text[1] == 0xBB && text[2] == 0xBF) && !(text[1] == 0xBF && text[2] is 0xBE or 0xBF),
        _ => false,
    };

    public static bool IsBreak(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\n' or (byte)'\r' => true,
        0xC2 => text[1] == 0x85,
        0xE2 => text[1] == 0x80 && text[2] is 0xA8 or 0xA9,
        _ => false,
    };
}

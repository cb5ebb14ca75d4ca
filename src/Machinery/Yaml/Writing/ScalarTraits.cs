namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>In which styles a text can be written within block collections.</summary>
internal readonly record struct ScalarTraits(bool IsMultiline, bool AllowsPlain, bool AllowsSingleQuoted, bool AllowsLiteral)
{
    public static ScalarTraits Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return new(false, true, true, false);
        var hasIndicator = text.StartsWith("---"u8) || text.StartsWith("..."u8);
        bool hasBreak = false, hasSpecial = false, hasBreakSpace = false, hasSpaceBreak = false;
        bool wasSpace = false, wasBreak = false, wasBlank = true;
        for (var i = 0; i < text.Length; i += CharacterClass.Width(text[i]))
        {
            var next = i + CharacterClass.Width(text[i]);
            var isBlankNext = next >= text.Length || text[next] is (byte)' ' or (byte)'\t';
            hasIndicator |= i == 0 ? IsIndicatorFirst(text[i], isBlankNext) : IsIndicatorWithin(text[i], wasBlank, isBlankNext);
            hasSpecial |= !CharacterClass.IsPrintable(text[i..]);
            var isSpace = text[i] == ' ';
            var isBreak = CharacterClass.IsBreak(text[i..]);
            hasBreak |= isBreak;
            hasBreakSpace |= isSpace && wasBreak;
            hasSpaceBreak |= isBreak && wasSpace;
            wasSpace = isSpace;
            wasBreak = isBreak;
            wasBlank = isSpace || isBreak || text[i] is (byte)'\t' or 0;
        }

        var hasOuterBlank = text[0] == ' ' || wasSpace || hasBreak;
        var isQuotable = !hasBreakSpace && !hasSpaceBreak && !hasSpecial;
        return new(
            IsMultiline: hasBreak,
            AllowsPlain: isQuotable && !hasOuterBlank && !hasIndicator,
            AllowsSingleQuoted: isQuotable,
            AllowsLiteral: !wasSpace && !hasSpaceBreak && !hasSpecial);
    }

    private static bool IsIndicatorFirst(byte value, bool isBlankNext) => (char)value switch
    {
        '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => true,
        '?' or ':' or '-' => isBlankNext,
        _ => false,
    };

    private static bool IsIndicatorWithin(byte value, bool wasBlank, bool isBlankNext) => (char)value switch
    {
        ':' => isBlankNext,
        '#' => wasBlank,
        _ => false,
    };
}

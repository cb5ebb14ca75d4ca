using System.Text;
using Kybernet.Machinery.Yaml.Resolving;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>Writes texts in the style upstream chooses for them.</summary>
internal sealed class ScalarWriter(LineWriter line)
{
    /// <summary>
    /// Several lines go as a literal block. What a reader would take for another type goes in double quotes, what it
    /// would take for an indicator in single ones. Keys are never folded and never blocks.
    /// </summary>
    public void WriteText(ReadOnlySpan<byte> text, int indent, bool isSimpleKey)
    {
        var traits = ScalarTraits.Of(text);
        switch (StyleOf(text, traits, isSimpleKey))
        {
            case ScalarStyle.Plain: WritePlain(text, indent, !isSimpleKey); break;
            case ScalarStyle.SingleQuoted: WriteSingleQuoted(text, indent, !isSimpleKey); break;
            case ScalarStyle.DoubleQuoted: WriteDoubleQuoted(text, indent, !isSimpleKey); break;
            case ScalarStyle.Literal: WriteLiteral(text, indent); break;
        }
    }

    /// <summary>Writes a word that needs no quotes: a number, <c>true</c>, <c>null</c>.</summary>
    public void WriteWord(ReadOnlySpan<byte> word)
    {
        line.PutSeparation();
        line.Put(word);
        line.IsAfterBlank = false;
        line.IsIndentation = false;
    }

    private static ScalarStyle StyleOf(ReadOnlySpan<byte> text, ScalarTraits traits, bool isSimpleKey)
    {
        if (text.Contains((byte)'\n')) return traits.AllowsLiteral && !isSimpleKey ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        if (isSimpleKey && traits.IsMultiline) return ScalarStyle.DoubleQuoted;
        if (ScalarResolver.Resolve(text).Kind != ScalarKind.Text || NumberText.IsBase60(text)) return ScalarStyle.DoubleQuoted;
        if (traits.AllowsPlain) return ScalarStyle.Plain;
        return traits.AllowsSingleQuoted ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted;
    }

    private void WritePlain(ReadOnlySpan<byte> text, int indent, bool mayFold)
    {
        line.PutSeparation();
        WriteFolded(text, indent, mayFold, isQuoted: false);
        line.IsAfterBlank = false;
        line.IsIndentation = false;
    }

    private void WriteSingleQuoted(ReadOnlySpan<byte> text, int indent, bool mayFold)
    {
        line.PutIndicator("'"u8);
        WriteFolded(text, indent, mayFold, isQuoted: true);
        line.PutSuffix("'"u8);
    }

    /// <summary>The breaks of the text are LS and PS, which fold as they are: LF makes a text literal or double quoted.</summary>
    private void WriteFolded(ReadOnlySpan<byte> text, int indent, bool mayFold, bool isQuoted)
    {
        bool wasSpace = false, wasBreak = false;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == ' ')
            {
                var isInner = i + 1 < text.Length && text[i + 1] != ' ' && (!isQuoted || i > 0);
                if (mayFold && !wasSpace && line.Column > LineWriter.Width && isInner)
                {
                    line.Indent(indent);
                    i++;
                }
                else
                {
                    i += line.PutCharacter(text[i..]);
                }

                wasSpace = true;
                continue;
            }

            if (CharacterClass.IsBreak(text[i..]))
            {
                i += line.PutBreak(text[i..]);
                line.IsIndentation = true;
                wasBreak = true;
                continue;
            }

            if (wasBreak) line.Indent(indent);
            if (isQuoted && text[i] == '\'') line.Put((byte)'\'');
            i += line.PutCharacter(text[i..]);
            line.IsIndentation = false;
            wasSpace = false;
            wasBreak = false;
        }
    }

    private void WriteDoubleQuoted(ReadOnlySpan<byte> text, int indent, bool mayFold)
    {
        // Upstream takes every character of a text that starts with a byte order mark for one.
        var escapesAll = text.StartsWith(Encoding.UTF8.Preamble);
        var wasSpace = false;
        line.PutIndicator("\""u8);
        for (var i = 0; i < text.Length;)
        {
            var rest = text[i..];
            if (escapesAll || !CharacterClass.IsPrintable(rest) || CharacterClass.IsBreak(rest) || rest[0] is (byte)'"' or (byte)'\\')
            {
                i += WriteEscape(rest);
                wasSpace = false;
            }
            else if (rest[0] == ' ')
            {
                if (mayFold && !wasSpace && line.Column > LineWriter.Width && i > 0 && i < text.Length - 1)
                {
                    line.Indent(indent);
                    if (rest[1] == ' ') line.Put((byte)'\\');
                    i++;
                }
                else
                {
                    i += line.PutCharacter(rest);
                }

                wasSpace = true;
            }
            else
            {
                i += line.PutCharacter(rest);
                wasSpace = false;
            }
        }

        line.PutSuffix("\""u8);
    }

    private int WriteEscape(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out var width);
        line.Put((byte)'\\');
        var letter = rune.Value switch
        {
            0 => '0',
            7 => 'a',
            8 => 'b',
            9 => 't',
            10 => 'n',
            11 => 'v',
            12 => 'f',
            13 => 'r',
            27 => 'e',
            '"' => '"',
            '\\' => '\\',
            0x85 => 'N',
            0xA0 => '_',
            0x2028 => 'L',
            0x2029 => 'P',
            <= 0xFF => 'x',
            <= 0xFFFF => 'u',
            _ => 'U',
        };
        line.Put((byte)letter);
        var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        for (var shift = (digits - 1) * 4; shift >= 0; shift -= 4) line.Put("0123456789ABCDEF"u8[(rune.Value >> shift) & 15]);
        return width;
    }

    private void WriteLiteral(ReadOnlySpan<byte> text, int indent)
    {
        line.PutIndicator("|"u8);
        if (text[0] == ' ' || CharacterClass.IsBreak(text)) line.PutSuffix("2"u8);
        WriteChomping(text);
        line.EndLine();
        line.IsAfterBlank = true;
        line.IsIndentation = true;
        var wasBreak = true;
        for (var i = 0; i < text.Length;)
        {
            if (CharacterClass.IsBreak(text[i..]))
            {
                i += line.PutBreak(text[i..]);
                line.IsIndentation = true;
                wasBreak = true;
                continue;
            }

            if (wasBreak) line.Indent(indent);
            i += line.PutCharacter(text[i..]);
            line.IsIndentation = false;
            wasBreak = false;
        }
    }

    /// <summary><c>-</c> without a break at the end, <c>+</c> with more than one or with nothing else.</summary>
    private void WriteChomping(ReadOnlySpan<byte> text)
    {
        var last = StartOfLast(text);
        if (!CharacterClass.IsBreak(text[last..])) line.PutSuffix("-"u8);
        else if (last == 0 || CharacterClass.IsBreak(text[StartOfLast(text[..last])..])) line.PutSuffix("+"u8);
    }

    private static int StartOfLast(ReadOnlySpan<byte> text)
    {
        var at = text.Length - 1;
        while ((text[at] & 0xC0) == 0x80) at--;
        return at;
    }
}

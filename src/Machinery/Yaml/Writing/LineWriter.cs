using System.Buffers;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>Writes to an output and keeps track of the place in the line, on which the layout depends.</summary>
internal sealed class LineWriter(IBufferWriter<byte> output)
{
    /// <summary>Lines are folded at the first space behind this column.</summary>
    public const int Width = 80;

    /// <summary>The column in characters, from 0.</summary>
    public int Column { get; private set; }

    /// <summary>True when no blank is needed before the next word.</summary>
    public bool IsAfterBlank { get; set; } = true;

    /// <summary>True while the line holds nothing but indentation and the indicators of collections, as <c>- </c>.</summary>
    public bool IsIndentation { get; set; } = true;

    public void Put(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
        Column++;
    }

    public void Put(ReadOnlySpan<byte> ascii)
    {
        output.Write(ascii);
        Column += ascii.Length;
    }

    /// <summary>Writes the character <paramref name="text"/> starts with.</summary>
    /// <returns>Its bytes.</returns>
    public int PutCharacter(ReadOnlySpan<byte> text)
    {
        var width = CharacterClass.Width(text[0]);
        output.Write(text[..width]);
        Column++;
        return width;
    }

    /// <summary>Writes the line break <paramref name="text"/> starts with.</summary>
    public int PutBreak(ReadOnlySpan<byte> text)
    {
        var width = PutCharacter(text);
        Column = 0;
        return width;
    }

    public void EndLine()
    {
        Put((byte)'\n');
        Column = 0;
    }

    /// <summary>Goes to the column <paramref name="indent"/>, on the next line unless this one has nothing but indentation up to there.</summary>
    public void Indent(int indent)
    {
        if (!IsIndentation || Column > indent || (Column == indent && !IsAfterBlank)) EndLine();
        while (Column < indent) Put((byte)' ');
        IsAfterBlank = true;
        IsIndentation = true;
    }

    /// <summary>Writes an indicator that stands for itself, with a blank before it where one is needed.</summary>
    public void PutIndicator(ReadOnlySpan<byte> indicator, bool opensCollection = false)
    {
        PutSeparation();
        Put(indicator);
        IsAfterBlank = false;
        IsIndentation &= opensCollection;
    }

    /// <summary>Writes an indicator directly behind what stands before it.</summary>
    public void PutSuffix(ReadOnlySpan<byte> indicator)
    {
        Put(indicator);
        IsAfterBlank = false;
        IsIndentation = false;
    }

    public void PutSeparation()
    {
        if (!IsAfterBlank) Put((byte)' ');
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary>Reads the text of a <see cref="JsonQuery"/>.</summary>
internal sealed partial class JsonQueryParser(string text)
{
    private readonly List<JsonQueryStep> _steps = [];
    private int _at;

    public string? Error { get; private set; }

    public IReadOnlyList<JsonQueryStep> Parse()
    {
        while (Error is null && _at < text.Length)
        {
            var unit = text[_at];
            if (unit is ' ' or '@' or '$') _at++;
            else if (Follows("..")) ReadDescent();
            else if (unit == '.') ReadField(_at + 1);
            else if (Follows("[?(")) ReadFilter();
            else if (unit == '[') ReadArray();
            else Error = $"unrecognized character in action: '{unit}'";
        }

        return _steps;
    }

    private bool Follows(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    private void ReadDescent()
    {
        _steps.Add(new ChildrenStep(descends: true));
        _at += 2;
        if (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_')) ReadField(_at);
    }

    private void ReadField(int start)
    {
        var end = start;
        while (end < text.Length && !EndsName(text[end])) end += text[end] == '\\' ? 2 : 1;
        end = Math.Min(end, text.Length);
        var name = text[start..end].Replace("\\", "", StringComparison.Ordinal);
        _at = end;
        if (name == "*") _steps.Add(new ChildrenStep(descends: false));
        else if (name.Length > 0) _steps.Add(new FieldStep(name));
    }

    private static bool EndsName(char unit) =>
        unit is '.' or ',' or '[' or ']' or '$' or '@' or '{' or '}' || char.IsWhiteSpace(unit);

    private void ReadArray()
    {
        var end = text.IndexOf(']', _at);
        if (end < 0)
        {
            Error = "unterminated array";
            return;
        }

        var inner = text[(_at + 1)..end];
        _at = end + 1;
        if (inner == "*") _steps.Add(new ChildrenStep(descends: false));
        else if (inner.Contains(',', StringComparison.Ordinal)) ReadUnion(inner);
        else if (inner is ['\'', .. var key, '\'']) _steps.Add(new FieldStep(key.Replace("\\", "", StringComparison.Ordinal)));
        else ReadSlice(inner);
    }

    private void ReadUnion(string inner)
    {
        var paths = new List<JsonQuery>();
        foreach (var part in inner.Split(','))
        {
            if (JsonQuery.TryParse($"[{part.Trim(' ')}]", out var path, out var error)) paths.Add(path);
            else Error = error;
        }

        _steps.Add(new UnionStep(paths));
    }

    private void ReadSlice(string inner)
    {
        var match = Slice().Match(inner);
        if (!match.Success || inner.Length == 0) Error = $"invalid array index {inner}";
        else
        {
            var groups = match.Groups;
            var isIndex = !groups["range"].Success;
            _steps.Add(new SliceStep(Number(groups["from"]), Number(groups["to"]), Number(groups["step"]), isIndex));
        }
    }

    private int? Number(Group group)
    {
        if (group.Length == 0) return null;
        if (int.TryParse(group.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Error = $"array index {group.Value} is not a number";
        return null;
    }

    private void ReadFilter()
    {
        var end = FilterEnd();
        if (end < 0)
        {
            Error = "unterminated filter";
            return;
        }

        var inner = text[(_at + 3)..end];
        _at = end + 2;
        var match = Comparison().Match(inner);
        if (!match.Success) _steps.Add(new FilterStep(Operand(inner), "", default));
        else if (match.Groups[2].Value is not ("==" or "!=" or "<" or "<=" or ">" or ">="))
            Error = $"unrecognized filter operator {match.Groups[2].Value}";
        else _steps.Add(new FilterStep(Operand(match.Groups[1].Value), match.Groups[2].Value, Operand(match.Groups[3].Value)));
    }

    /// <summary>Where the <c>)</c> of <c>)]</c> is that stands outside of quotes; negative without one.</summary>
    private int FilterEnd()
    {
        var quote = '\0';
        for (var i = _at + 3; i + 1 < text.Length; i++)
        {
            var unit = text[i];
            if (quote != '\0') quote = unit == quote && text[i - 1] != '\\' ? '\0' : quote;
            else if (unit is '"' or '\'') quote = unit;
            else if (unit == ')') return text[i + 1] == ']' ? i : -1;
        }

        return -1;
    }

    private JsonOperand Operand(string side)
    {
        side = side.Trim(' ');
        if (side is ['"', .., '"'] or ['\'', .., '\'']) return new(null, side[1..^1]);
        if (side is "true" or "false") return new(null, side == "true");
        if (long.TryParse(side, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return new(null, integer);
        if (double.TryParse(side, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return new(null, JsonValue.From(number));
        if (JsonQuery.TryParse(side, out var path, out var error)) return new(path, default);
        Error = error;
        return default;
    }

    [GeneratedRegex("^(?<from>-?[0-9]*)(?<range>:(?<to>-?[0-9]*))?(?::(?<step>-?[0-9]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Slice();

    [GeneratedRegex("^([^!<>=]+)([!<>=]+)(.+?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}

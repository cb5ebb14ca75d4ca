using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kybernet.Cli.Printers.JsonPaths;

/// <summary>Reads JSONPath templates as client-go has them: text with <c>{…}</c> in it.</summary>
internal sealed class JsonPathParser(string text)
{
    private static readonly SearchValues<char> s_ends = SearchValues.Create(" )=!<>");
    private int _at;

    /// <exception cref="CliException">The template is none.</exception>
    public static IReadOnlyList<Part> Parse(string template)
    {
        var parser = new JsonPathParser(template);
        var parts = parser.Parts(isInRange: false);
        return parts;
    }

    /// <summary>A path alone, braces and leading dot or not: what columns and sorting take.</summary>
    public static string Relaxed(string expression)
    {
        var inner = expression.StartsWith('{') && expression.EndsWith('}') ? expression[1..^1] : expression;
        if (inner.Length == 0)
            throw new CliException(
            $"unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{{name1.name2}}' or '{{.name1.name2}}'");
        return "{" + (inner[0] is '.' or '[' or '$' or '@' ? "" : ".") + inner + "}";
    }

    private List<Part> Parts(bool isInRange)
    {
        var parts = new List<Part>();
        while (_at < text.Length)
        {
            var open = text.IndexOf('{', _at);
            if (open != _at)
            {
                var end = open < 0 ? text.Length : open;
                parts.Add(new(text[_at..end], null, null));
                _at = end;
                continue;
            }

            _at++;
            Skip();
            if (Word("end"))
            {
                Close();
                return isInRange ? parts : throw new CliException("error parsing jsonpath " + text + ", not in range, nothing to end");
            }

            if (Word("range"))
            {
                Skip();
                var path = Path();
                Close();
                parts.Add(new("", path, Parts(isInRange: true)));
                continue;
            }

            Action(parts);
        }

        return isInRange ? throw new CliException($"error parsing jsonpath {text}, unclosed range") : parts;
    }

    private void Action(List<Part> parts)
    {
        while (true)
        {
            Skip();
            if (_at >= text.Length) throw Wrong("unclosed action");
            if (text[_at] == '}')
            {
                _at++;
                return;
            }

            if (text[_at] is '"' or '\'') parts.Add(new(Quoted(), null, null));
            else parts.Add(new("", Path(), null));
        }
    }

    private List<Step> Path()
    {
        var steps = new List<Step>();
        if (_at < text.Length && text[_at] is '$' or '@') _at++;
        else if (_at < text.Length && text[_at] is not ('.' or '[')) steps.Add(NamedStep());
        while (_at < text.Length && text[_at] is '.' or '[')
        {
            if (text[_at] == '[')
            {
                steps.Add(Bracket());
                continue;
            }

            _at++;
            if (_at < text.Length && text[_at] == '.')
            {
                _at++;
                steps.Add(new(StepKind.Recursive));
            }

            if (_at < text.Length && text[_at] == '[') continue;
            if (_at < text.Length && text[_at] is not ('}' or ' ' or ')')) steps.Add(NamedStep());
        }

        return steps;
    }

    private Step NamedStep()
    {
        if (text[_at] == '*')
        {
            _at++;
            return new(StepKind.Wildcard);
        }

        var name = new StringBuilder();
        while (_at < text.Length && !" \t\n.[]{}(),=<>!|@$".Contains(text[_at], StringComparison.Ordinal))
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
            name.Append(text[_at++]);
        }

        return name.Length > 0 ? new(StepKind.Field) { Name = name.ToString() } : throw Wrong($"unrecognized character in action: {text[_at]}");
    }

    private Step Bracket()
    {
        _at++;
        Skip();
        if (_at < text.Length && text[_at] == '?') return Filter();
        var parts = new List<Step> { Inside() };
        while (_at < text.Length && text[_at] == ',')
        {
            _at++;
            Skip();
            parts.Add(Inside());
        }

        if (_at >= text.Length || text[_at] != ']') throw Wrong("unterminated array");
        _at++;
        return parts.Count == 1 ? parts[0] : new(StepKind.Union) { Parts = [.. parts.Select(static part => (IReadOnlyList<Step>)[part])] };
    }

    private Step Inside()
    {
        if (_at < text.Length && text[_at] is '"' or '\'') return new(StepKind.Field) { Name = Quoted() };
        if (_at < text.Length && text[_at] == '*')
        {
            _at++;
            return new(StepKind.Wildcard);
        }

        var end = text.AsSpan(_at).IndexOfAny(",]");
        if (end < 0) throw Wrong("unterminated array");
        var numbers = text.Substring(_at, end).Split(':');
        _at += end;
        var values = numbers.Select(Number).ToList();
        return new(StepKind.Slice) { Range = (values[0], values.ElementAtOrDefault(1), values.ElementAtOrDefault(2), values.Count == 1) };
    }

    private Step Filter()
    {
        if (_at + 1 >= text.Length || text[_at + 1] != '(') throw Wrong("unrecognized filter");
        _at += 2;
        var left = OperandAt();
        Skip();
        var start = _at;
        while (_at < text.Length && "=!<>".Contains(text[_at], StringComparison.Ordinal)) _at++;
        var @operator = text[start.._at];
        Skip();
        var right = @operator.Length > 0 ? OperandAt() : new(null, default);
        Skip();
        if (_at + 1 >= text.Length || text[_at] != ')' || text[_at + 1] != ']') throw Wrong("unterminated filter");
        _at += 2;
        return new(StepKind.Filter) { Filter = (left, @operator, right) };
    }

    private Operand OperandAt()
    {
        Skip();
        if (_at >= text.Length) throw Wrong("unterminated filter");
        if (text[_at] is '"' or '\'') return new(null, Quoted());
        if (text[_at] is '@' or '.' or '$') return new(Path(), default);
        var end = text.AsSpan(_at).IndexOfAny(s_ends);
        var word = end < 0 ? text[_at..] : text.Substring(_at, end);
        _at += word.Length;
        if (word is "true" or "false") return new(null, word == "true");
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return new(null, integer);
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new(null, Machinery.Json.JsonValue.From(number));
        throw Wrong($"unrecognized identifier {word}");
    }

    private string Quoted()
    {
        var quote = text[_at++];
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            var unit = text[_at++];
            if (unit == '\\' && _at < text.Length)
                unit = text[_at++] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other };
            value.Append(unit);
        }

        if (_at++ >= text.Length) throw Wrong("unterminated quoted string");
        return value.ToString();
    }

    private int? Number(string number)
    {
        if (number.Trim().Length == 0) return null;
        return int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong($"invalid array index {number}");
    }

    private bool Word(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) return false;
        var after = _at + word.Length;
        if (after < text.Length && text[after] is not (' ' or '}')) return false;
        _at = after;
        return true;
    }

    private void Skip()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n') _at++;
    }

    private void Close()
    {
        Skip();
        if (_at >= text.Length || text[_at] != '}') throw Wrong("unclosed action");
        _at++;
    }

    private CliException Wrong(string problem) => new($"error parsing jsonpath {text}, {problem}");
}

using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>The grammar of label selectors; upstream's, messages included (<c>labels/selector.go</c>).</summary>
/// <remarks>
/// <code>
/// selector    = [ requirement { "," requirement } ]
/// requirement = key | "!" key | key ( "in" | "notin" ) "(" [ value { "," value } ] ")"
///             | key ( "=" | "==" | "!=" | "&gt;" | "&lt;" ) [ value ]
/// </code>
/// The words <c>in</c> and <c>notin</c> are operators only where an operator stands. Values may be empty.
/// </remarks>
internal sealed class SelectorParser
{
    private readonly List<(SelectorToken Token, string Literal)> _tokens = [];
    private readonly FieldPath _path;
    private int _position;
    private string? _error;

    public SelectorParser(string text, FieldPath path)
    {
        _path = path;
        var lexer = new SelectorLexer(text);
        do _tokens.Add(lexer.Next());
        while (_tokens[^1].Token != SelectorToken.EndOfString);
    }

    /// <summary>The requirements in the order written, or null and what is wrong.</summary>
    public List<SelectorRequirement>? Parse(out string? error)
    {
        var requirements = new List<SelectorRequirement>();
        error = null;
        while (true)
        {
            var (token, literal) = Peek();
            if (token == SelectorToken.EndOfString) return requirements;
            if (token is not (SelectorToken.Identifier or SelectorToken.DoesNotExist))
                return Fail($"found '{literal}', expected: !, identifier, or 'end of string'", out error);
            if (!TryRequirement(out var requirement)) return Fail($"unable to parse requirement: {_error}", out error);
            requirements.Add(requirement);
            (token, literal) = Take();
            if (token == SelectorToken.EndOfString) return requirements;
            if (token != SelectorToken.Comma) return Fail($"found '{literal}', expected: ',' or 'end of string'", out error);
            (token, literal) = Peek();
            if (token is not (SelectorToken.Identifier or SelectorToken.DoesNotExist))
                return Fail($"found '{literal}', expected: identifier after ','", out error);
        }
    }

    private static List<SelectorRequirement>? Fail(string message, out string? error)
    {
        error = message;
        return null;
    }

    private bool TryRequirement(out SelectorRequirement requirement)
    {
        requirement = default;
        var (token, key) = Take();
        var isNegated = token == SelectorToken.DoesNotExist;
        if (isNegated) (token, key) = Take();
        if (token != SelectorToken.Identifier) return Fail($"found '{key}', expected: identifier");
        var errors = new FieldErrorList();
        LabelChecks.Key(errors, _path, key);
        if (!errors.IsEmpty) return Fail(errors.Aggregate());
        // What follows a negated key is the caller's to refuse; a key alone asks for existence.
        if (isNegated || Peek().Token is SelectorToken.EndOfString or SelectorToken.Comma)
            return TryCreate(key, isNegated ? SelectorOperator.DoesNotExist : SelectorOperator.Exists, [], out requirement);
        if (TryOperator() is not { } @operator) return false;
        var values = new SortedSet<string>(Utf8Order.Comparer);
        var isRead = @operator is SelectorOperator.In or SelectorOperator.NotIn ? TryValues(values) : TryExactValue(values);
        return isRead && TryCreate(key, @operator, values.ToListOf(), out requirement);
    }

    private bool TryCreate(string key, SelectorOperator @operator, ListOf<string> values, out SelectorRequirement requirement)
    {
        var errors = new FieldErrorList();
        return SelectorRequirement.TryCreate(key, @operator, values, _path, errors, out requirement) || Fail(errors.Aggregate());
    }

    private SelectorOperator? TryOperator()
    {
        var (token, literal) = _tokens[_position++];
        SelectorOperator? @operator = token switch
        {
            SelectorToken.In => SelectorOperator.In,
            SelectorToken.NotIn => SelectorOperator.NotIn,
            SelectorToken.Equals => SelectorOperator.Equals,
            SelectorToken.DoubleEquals => SelectorOperator.DoubleEquals,
            SelectorToken.NotEquals => SelectorOperator.NotEquals,
            SelectorToken.GreaterThan => SelectorOperator.GreaterThan,
            SelectorToken.LessThan => SelectorOperator.LessThan,
            _ => null,
        };
        if (@operator is null) Fail($"found '{literal}', expected: {SelectorOperators.Binary}");
        return @operator;
    }

    /// <summary>A list in parentheses; an empty one holds the empty value.</summary>
    private bool TryValues(SortedSet<string> values)
    {
        var (token, literal) = Take();
        if (token != SelectorToken.OpenParenthesis) return Fail($"found '{literal}' expected: '('");
        (token, literal) = Peek();
        switch (token)
        {
            case SelectorToken.Identifier or SelectorToken.Comma:
                return TryList(values) && (Take().Token == SelectorToken.ClosedParenthesis || Fail($"found '{literal}', expected: ')'"));
            case SelectorToken.ClosedParenthesis:
                Take();
                values.Add("");
                return true;
            default:
                return Fail($"found '{literal}', expected: ',', ')' or identifier");
        }
    }

    /// <summary>Values with commas between, up to the closing parenthesis; where a value is missing beside a comma it is empty.</summary>
    private bool TryList(SortedSet<string> values)
    {
        while (true)
        {
            var (token, literal) = Take();
            var (next, nextLiteral) = token == SelectorToken.EndOfString ? (token, literal) : Peek();
            switch (token)
            {
                case SelectorToken.Identifier:
                    values.Add(literal);
                    if (next == SelectorToken.ClosedParenthesis) return true;
                    if (next != SelectorToken.Comma) return Fail($"found '{nextLiteral}', expected: ',' or ')'");
                    break;
                case SelectorToken.Comma:
                    if (values.Count == 0 || next is SelectorToken.ClosedParenthesis or SelectorToken.Comma) values.Add("");
                    if (next == SelectorToken.ClosedParenthesis) return true;
                    break;
                default:
                    return Fail($"found '{literal}', expected: ',', or identifier");
            }
        }
    }

    private bool TryExactValue(SortedSet<string> values)
    {
        var (token, literal) = Peek();
        if (token is SelectorToken.EndOfString or SelectorToken.Comma)
        {
            values.Add("");
            return true;
        }

        Take();
        if (token != SelectorToken.Identifier) return Fail($"found '{literal}', expected: identifier");
        values.Add(literal);
        return true;
    }

    private bool Fail(string error)
    {
        _error = error;
        return false;
    }

    private (SelectorToken Token, string Literal) Peek() => AsValue(_tokens[_position]);

    private (SelectorToken Token, string Literal) Take() => AsValue(_tokens[_position++]);

    private static (SelectorToken Token, string Literal) AsValue((SelectorToken Token, string Literal) item) =>
        item.Token is SelectorToken.In or SelectorToken.NotIn ? (SelectorToken.Identifier, item.Literal) : item;
}

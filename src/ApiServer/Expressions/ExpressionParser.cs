using System.Collections.Frozen;
using System.Globalization;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Reads an expression of CEL. Specification: CEL's <c>langdef.md</c>, "Syntax" and "Macros".</summary>
internal sealed class ExpressionParser(List<ExpressionToken> tokens)
{
    /// <summary>As upstream's parser.</summary>
    private const int MostDepth = 250;

    // Weaker ones first; all but the conditional bind to the left.
    private static readonly string[][] s_binary = [["||"], ["&&"], ["<", "<=", ">", ">=", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private static readonly FrozenSet<string> s_reserved = FrozenSet.Create(
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while");

    private int _at;
    private int _depth;

    private ExpressionToken Current => tokens[_at];

    /// <summary>Whether the word is one of the language, which no field can be called by.</summary>
    public static bool IsReserved(string word) => word is "true" or "false" or "null" or "in" || s_reserved.Contains(word);

    /// <exception cref="ExpressionFault">It is none.</exception>
    public ExpressionNode Parse()
    {
        var node = ParseConditional();
        return Current.Kind == TokenKind.End ? node : throw Unexpected();
    }

    private ExpressionNode ParseConditional()
    {
        if (++_depth > MostDepth) throw new ExpressionFault(Current.At, $"expression recursion limit exceeded: {MostDepth}");
        var test = ParseBinary(0);
        if (Take("?"))
        {
            var then = ParseBinary(0);
            Expect(":");
            test = new ExpressionNode.Conditional(test, then, ParseConditional());
        }

        _depth--;
        return test;
    }

    private ExpressionNode ParseBinary(int level)
    {
        if (level == s_binary.Length) return ParseUnary();
        var left = ParseBinary(level + 1);
        while (true)
        {
            var token = Current;
            var isOperator = token.Kind == TokenKind.Symbol || token is { Kind: TokenKind.Name, Text: "in" };
            if (!isOperator || !s_binary[level].Contains(token.Text)) return left;
            _at++;
            left = new ExpressionNode.Call(token.Text, null, [left, ParseBinary(level + 1)], token.At);
        }
    }

    private ExpressionNode ParseUnary()
    {
        if (!Current.Is("!") && !Current.Is("-")) return ParseMember();
        var (symbol, at) = (Current.Text, Current.At);
        _at++;
        if (symbol == "-" && Current.Kind is TokenKind.Integer or TokenKind.Double) return Negated(ParseMember(), at);
        if (++_depth > MostDepth) throw new ExpressionFault(Current.At, $"expression recursion limit exceeded: {MostDepth}");
        var operand = ParseUnary();
        _depth--;
        return new ExpressionNode.Call(symbol == "-" ? "-_" : "!_", null, [operand], at);
    }

    private static ExpressionNode Negated(ExpressionNode node, int at) => node is ExpressionNode.Literal { Value: var value }
        ? new ExpressionNode.Literal(value.AsInteger() is { } whole ? JsonValue.From(-whole) : JsonValue.From(-value.AsDouble()!.Value))
        : new ExpressionNode.Call("-_", null, [node], at);

    private ExpressionNode ParseMember()
    {
        var node = ParsePrimary();
        while (true)
        {
            var at = Current.At;
            if (Take("."))
            {
                node = ParseSelection(node, at);
            }
            else if (Take("["))
            {
                var symbol = Take("?") ? "[?]" : "[]";
                var index = ParseConditional();
                Expect("]");
                node = new ExpressionNode.Call(symbol, null, [node, index], at);
            }
            else if (Current.Is("{") && QualifiedName(node) is { } type)
            {
                _at++;
                node = new ExpressionNode.Message(type, ParseFields(), at);
            }
            else
            {
                return node;
            }
        }
    }

    private ExpressionNode ParseSelection(ExpressionNode target, int point)
    {
        var isOptional = Take("?");
        if (Current.Kind != TokenKind.Name) throw Unexpected();
        var name = tokens[_at++].Text;
        var at = Current.At;
        // What an optional field asks of an object is what an optional index asks of a map.
        if (isOptional) return new ExpressionNode.Call("[?]", null, [target, new ExpressionNode.Literal(JsonValue.From(name))], at);
        if (!Take("(")) return new ExpressionNode.Select(target, name, IsTest: false, point);
        var arguments = ParseArguments(")");
        // A word that functions are sorted under: part of the name.
        if (target is ExpressionNode.Name space && FunctionNames.Has($"{space.Value}.{name}"))
            return new ExpressionNode.Call($"{space.Value}.{name}", null, arguments, at);
        return (ExpressionNode?)MacroOf(name, target, arguments) ?? new ExpressionNode.Call(name, target, arguments, at);
    }

    /// <summary>Names with dots between; null for anything else.</summary>
    private static string? QualifiedName(ExpressionNode node) => node switch
    {
        ExpressionNode.Name name => name.Value,
        ExpressionNode.Select { IsTest: false } select when QualifiedName(select.Target) is { } before => $"{before}.{select.Field}",
        _ => null,
    };

    private ExpressionNode ParsePrimary()
    {
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case TokenKind.Integer: return new ExpressionNode.Literal(JsonValue.From(long.Parse(token.Text, CultureInfo.InvariantCulture)));
            case TokenKind.Double: return new ExpressionNode.Literal(JsonValue.From(double.Parse(token.Text, CultureInfo.InvariantCulture)));
            case TokenKind.Text: return new ExpressionNode.Literal(JsonValue.From(token.Text));
            case TokenKind.Bytes: return new ExpressionNode.Literal(JsonValue.FromForeign(BytesValue.Of(token.Text)));
            case TokenKind.Name: return ParseName(token);
        }

        if (token.Is("("))
        {
            var inner = ParseConditional();
            Expect(")");
            return inner;
        }

        if (token.Is("[")) return new ExpressionNode.List(ParseArguments("]"));
        if (token.Is("{")) return new ExpressionNode.Map(ParseEntries());
        // A leading dot names something of the outermost scope.
        if (token.Is(".") && Current.Kind == TokenKind.Name) return ParseName(tokens[_at++]);
        _at--;
        throw Unexpected();
    }

    private ExpressionNode ParseName(ExpressionToken token)
    {
        switch (token.Text)
        {
            case "true": return new ExpressionNode.Literal(JsonValue.From(true));
            case "false": return new ExpressionNode.Literal(JsonValue.From(false));
            case "null": return new ExpressionNode.Literal(JsonValue.Null);
            case "in": _at--; throw Unexpected();
        }

        if (s_reserved.Contains(token.Text)) throw new ExpressionFault(token.At, $"reserved identifier: {token.Text}");
        var at = Current.At;
        if (!Take("(")) return new ExpressionNode.Name(token.Text, token.At);
        var arguments = ParseArguments(")");
        if (token.Text != "has") return new ExpressionNode.Call(token.Text, null, arguments, at);
        return arguments is [ExpressionNode.Select field] ? field with { IsTest = true }
            : throw new ExpressionFault(token.At, "invalid argument to has() macro");
    }

    private static ExpressionNode.Macro? MacroOf(string name, ExpressionNode target, ListOf<ExpressionNode> arguments)
    {
        if (arguments.Count is < 2 or > 4 || arguments[0] is not ExpressionNode.Name variable) return null;
        return (name, arguments.Count) switch
        {
            ("all" or "exists" or "exists_one" or "filter" or "map" or "optMap" or "optFlatMap", 2) =>
                new ExpressionNode.Macro(name, target, variable.Value, "", arguments[1], null),
            ("map", 3) => new ExpressionNode.Macro(name, target, variable.Value, "", arguments[2], arguments[1]),
            ("all" or "exists" or "existsOne" or "exists_one" or "transformList" or "transformMap" or "transformMapEntry", 3)
                when arguments[1] is ExpressionNode.Name second =>
                new ExpressionNode.Macro(name == "existsOne" ? "exists_one" : name, target, variable.Value, second.Value, arguments[2], null),
            ("transformList" or "transformMap" or "transformMapEntry", 4) when arguments[1] is ExpressionNode.Name second =>
                new ExpressionNode.Macro(name, target, variable.Value, second.Value, arguments[3], arguments[2]),
            _ => null,
        };
    }

    private ListOf<ExpressionNode> ParseArguments(string end)
    {
        var arguments = new List<ExpressionNode>();
        while (!Take(end))
        {
            if (arguments.Count > 0) Expect(",");
            // A list may end with a comma.
            if (arguments.Count > 0 && end == "]" && Take(end)) break;
            arguments.Add(end == "]" && Take("?") ? new ExpressionNode.Optional(ParseConditional()) : ParseConditional());
        }

        return arguments.ToListOf();
    }

    private ListOf<(ExpressionNode Key, ExpressionNode Value)> ParseEntries()
    {
        var entries = new List<(ExpressionNode, ExpressionNode)>();
        while (!Take("}"))
        {
            if (entries.Count > 0) Expect(",");
            if (entries.Count > 0 && Take("}")) break;
            var isOptional = Take("?");
            var key = ParseConditional();
            Expect(":");
            var value = ParseConditional();
            entries.Add((key, isOptional ? new ExpressionNode.Optional(value) : value));
        }

        return entries.ToListOf();
    }

    private ListOf<(string Field, ExpressionNode Value)> ParseFields()
    {
        var fields = new List<(string, ExpressionNode)>();
        while (!Take("}"))
        {
            if (fields.Count > 0) Expect(",");
            if (fields.Count > 0 && Take("}")) break;
            var isOptional = Take("?");
            if (Current.Kind != TokenKind.Name) throw Unexpected();
            var name = tokens[_at++].Text;
            Expect(":");
            var value = ParseConditional();
            fields.Add((name, isOptional ? new ExpressionNode.Optional(value) : value));
        }

        return fields.ToListOf();
    }

    private bool Take(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol)) throw new ExpressionFault(Current.At, $"Syntax error: missing '{symbol}' at '{Current.Text}'");
    }

    private ExpressionFault Unexpected() => new(Current.At, $"Syntax error: mismatched input '{Current.Text}'");
}

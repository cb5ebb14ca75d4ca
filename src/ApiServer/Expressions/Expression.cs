using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>An expression of CEL, the language of conditions in the API, over values of JSON.</summary>
/// <remarks>
/// What it cannot evaluate (types beyond JSON's, functions that are not there) is an error when it is evaluated, not when it is read: what is
/// refused when it is read is no expression of the language. Types are looked at when they are met. Upstream: <c>apiserver/pkg/cel</c>.
/// </remarks>
internal sealed class Expression
{
    /// <summary>Upstream's longest expression, in characters.</summary>
    private const int LongestText = 100_000;

    private Expression(ExpressionNode root) => Root = root;

    /// <summary>For who asks what it says without evaluating it.</summary>
    public ExpressionNode Root { get; }

    /// <summary>Reads an expression; null with what is wrong, as upstream's compiler shows it.</summary>
    public static Expression? Read(string text, out string problem)
    {
        problem = "";
        try
        {
            if (text.Length > LongestText) throw new ExpressionFault(0, $"expression code point size exceeds limit: size: {text.Length}, limit {LongestText}");
            return new(new ExpressionParser(new ExpressionLexer(text).Read()).Parse());
        }
        catch (ExpressionFault fault)
        {
            problem = Show(text, fault.At, fault.Message);
            return null;
        }
    }

    /// <summary>Evaluates it with the names given.</summary>
    public Evaluated Evaluate(IReadOnlyDictionary<string, JsonValue> names) => new Evaluation(names, new()).Of(Root);

    /// <summary>Evaluates it with the names given, at the cost of a budget that others draw on too.</summary>
    public Evaluated Evaluate(IReadOnlyDictionary<string, JsonValue> names, ExpressionBudget budget)
    {
        budget.Begin();
        return new Evaluation(names, budget).Of(Root);
    }

    /// <summary>What it needs: names, and what is not supported here.</summary>
    public ExpressionNeeds Needs() => ExpressionNeeds.Of(Root);

    /// <summary>What is wrong with an expression and where, as upstream's compiler shows it.</summary>
    public static string Show(string text, int at, string message)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        var line = before.Count('\n');
        var start = before.LastIndexOf('\n') + 1;
        var column = before.Length - start;
        var end = text.IndexOf('\n', start);
        var shown = end < 0 ? text[start..] : text[start..end];
        return $"ERROR: <input>:{line + 1}:{column + 1}: {message}\n | {shown}\n | {new string('.', column)}^";
    }
}

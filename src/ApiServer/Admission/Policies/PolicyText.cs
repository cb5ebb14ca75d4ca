using Kybernet.ApiServer.Expressions;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>An expression of a policy, read once. One that cannot be read fails when it is asked: another server may have stored it.</summary>
internal sealed class PolicyText
{
    private readonly Expression? _expression;
    private readonly string _problem;

    public PolicyText(string text)
    {
        Text = text;
        _expression = Expression.Read(text, out _problem);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What it comes to; an error says which expression could not be evaluated.</summary>
    public Evaluated Evaluate(PolicyNames names, ExpressionBudget budget)
    {
        var result = EvaluateBare(names, budget);
        return result.IsError && _expression is not null ? Evaluated.Fail($"expression '{Text}' resulted in error: {result.Error}") : result;
    }

    /// <summary>What it comes to; an error says only what is wrong.</summary>
    public Evaluated EvaluateBare(PolicyNames names, ExpressionBudget budget) =>
        _expression?.Evaluate(names.All, budget) ?? Evaluated.Fail($"compilation error: compilation failed: {_problem}");
}

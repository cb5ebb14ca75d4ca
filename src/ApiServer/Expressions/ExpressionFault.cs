namespace Kybernet.ApiServer.Expressions;

/// <summary>An expression that is none.</summary>
/// <param name="at">Where, from 0.</param>
/// <param name="problem">What is wrong.</param>
internal sealed class ExpressionFault(int at, string problem) : Exception(problem)
{
    public int At => at;
}

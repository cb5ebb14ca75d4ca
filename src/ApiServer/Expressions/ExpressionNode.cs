using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>A part of an expression.</summary>
internal abstract record ExpressionNode
{
    public sealed record Literal(JsonValue Value) : ExpressionNode;

    public sealed record Name(string Value) : ExpressionNode;

    /// <summary><c>target.field</c>; of <c>has(target.field)</c> whether it is there.</summary>
    public sealed record Select(ExpressionNode Target, string Field, bool IsTest) : ExpressionNode;

    /// <summary>A function, a method (with a target) or an operator by its symbol.</summary>
    public sealed record Call(string Function, ExpressionNode? Target, ListOf<ExpressionNode> Arguments) : ExpressionNode;

    public sealed record List(ListOf<ExpressionNode> Items) : ExpressionNode;

    public sealed record Map(ListOf<(ExpressionNode Key, ExpressionNode Value)> Entries) : ExpressionNode;

    public sealed record Conditional(ExpressionNode Test, ExpressionNode Then, ExpressionNode Else) : ExpressionNode;

    /// <summary><c>list.all(variable, body)</c>, <c>exists</c>, <c>exists_one</c>, <c>filter</c>, <c>map</c>; a map goes by its keys.</summary>
    public sealed record Macro(string Kind, ExpressionNode Target, string Variable, ExpressionNode Body, ExpressionNode? Filter) : ExpressionNode;

    /// <summary>Right, and beyond what is evaluated here.</summary>
    public sealed record Unsupported(string What) : ExpressionNode;
}

using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>A part of an expression.</summary>
internal abstract record ExpressionNode
{
    public sealed record Literal(JsonValue Value) : ExpressionNode;

    /// <param name="Value">The name.</param>
    /// <param name="At">Where it stands, from 0.</param>
    public sealed record Name(string Value, int At) : ExpressionNode;

    /// <summary><c>target.field</c>; of <c>has(target.field)</c> whether it is there.</summary>
    /// <param name="Target">Of what.</param>
    /// <param name="Field">Its name.</param>
    /// <param name="IsTest">Only whether it is there.</param>
    /// <param name="At">Where the point stands, from 0.</param>
    public sealed record Select(ExpressionNode Target, string Field, bool IsTest, int At) : ExpressionNode;

    /// <summary>A function, a method (with a target) or an operator by its symbol.</summary>
    /// <param name="Function">Its name.</param>
    /// <param name="Target">Of a method.</param>
    /// <param name="Arguments">Beside that.</param>
    /// <param name="At">Where it stands, from 0: of an operator the symbol, of others the parenthesis.</param>
    public sealed record Call(string Function, ExpressionNode? Target, ListOf<ExpressionNode> Arguments, int At) : ExpressionNode;

    /// <summary>An item or a member that is there only when the optional value is.</summary>
    public sealed record Optional(ExpressionNode Value) : ExpressionNode;

    /// <summary><c>Object.spec{field: value}</c>.</summary>
    public sealed record Message(string Type, ListOf<(string Field, ExpressionNode Value)> Fields, int At) : ExpressionNode;

    public sealed record List(ListOf<ExpressionNode> Items) : ExpressionNode;

    public sealed record Map(ListOf<(ExpressionNode Key, ExpressionNode Value)> Entries) : ExpressionNode;

    public sealed record Conditional(ExpressionNode Test, ExpressionNode Then, ExpressionNode Else) : ExpressionNode;

    /// <summary>
    /// <c>list.all(variable, body)</c>, <c>exists</c>, <c>exists_one</c>, <c>filter</c>, <c>map</c>; a map goes by its keys. Of optional values
    /// <c>optMap</c>, <c>optFlatMap</c>.
    /// </summary>
    /// <param name="Kind">Its name.</param>
    /// <param name="Target">What it goes through.</param>
    /// <param name="Variable">The item, or the key of a map; with a second variable the index of the item.</param>
    /// <param name="Second">The item, or the value of a map; empty for none.</param>
    /// <param name="Body">What is asked of each.</param>
    /// <param name="Filter">Which are left out; null for none.</param>
    public sealed record Macro(
        string Kind, ExpressionNode Target, string Variable, string Second, ExpressionNode Body, ExpressionNode? Filter) : ExpressionNode;
}

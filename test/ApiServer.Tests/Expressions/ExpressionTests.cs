using System.Collections.Frozen;
using System.Text;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Expressions;

/// <summary>Facts: CEL's language definition, and cel-go's conformance tests.</summary>
public sealed class ExpressionTests
{
    private static readonly FrozenDictionary<string, JsonValue> s_names = new Dictionary<string, JsonValue>
    {
        ["object"] = JsonValues.Read(Encoding.UTF8.GetBytes("""
            {"metadata": {"name": "web", "namespace": "production", "labels": {"app": "x", "a.b/c": "y"}},
             "spec": {"replicas": 3, "ratio": 0.5, "containers": [{"name": "a", "image": "r/a:1"}, {"name": "b", "image": "r/b:2"}]}}
            """)),
        ["oldObject"] = JsonValue.Null,
    }.ToFrozenDictionary();

    [Theory]
    [InlineData("object.metadata.namespace == 'production'", "true")]
    [InlineData("object.metadata.labels['a.b/c'] == \"y\"", "true")]
    [InlineData("has(object.metadata.labels) && 'app' in object.metadata.labels", "true")]
    [InlineData("has(object.metadata.annotations)", "false")]
    [InlineData("has(object.metadata.labels.none) || oldObject == null", "true")]
    [InlineData("object.spec.replicas + 2 * 3 - 1", "8")]
    [InlineData("(object.spec.replicas + 2) * 3 % 4", "3")]
    [InlineData("7 / 2 == 3 && -7 / 2 == -3 && 1 < 1.5 && 2 == 2.0", "true")]
    [InlineData("object.spec.ratio + 0.25 >= 75e-2", "true")]
    [InlineData("object.spec.containers.all(c, c.image.startsWith('r/'))", "true")]
    [InlineData("object.spec.containers.exists(c, c.name == 'b') && !object.spec.containers.exists_one(c, size(c.name) == 1)", "true")]
    [InlineData("object.spec.containers.map(c, c.name)", "[\"a\",\"b\"]")]
    [InlineData("object.spec.containers.map(c, c.name != 'a', c.image)", "[\"r/b:2\"]")]
    [InlineData("object.spec.containers.filter(c, c.image.endsWith(':1'))[0].name", "\"a\"")]
    [InlineData("object.metadata.labels.all(k, object.metadata.labels[k] != '')", "true")]
    [InlineData("'abc'.matches('^a.c$') && matches('abc', 'b') && 'abc'.contains('bc')", "true")]
    [InlineData("size('äb') == 2 && size([1, 2,]) == 2 && size({'a': 1}) == 1", "true")]
    [InlineData("int('12') + int(1.9) == 13 && string(12) == '12' && double('1.5') == 1.5", "true")]
    [InlineData("'a,b'.split(',').join('-') + r'\\d' + 'A\\x41\\u0042\\t'", "\"a-b\\\\dAAB\\t\"")]
    [InlineData("true ? 'yes' : undefined.field", "\"yes\"")]
    [InlineData("false && undefined", "false")]
    [InlineData("undefined || true", "true")]
    [InlineData("1 in [1, 2] && !('x' in ['y']) // a remark", "true")]
    [InlineData("object.metadata.name == 'web' ? object.spec.replicas > 2 : false", "true")]
    [InlineData("'a' == 1", "false")]
    [InlineData("'tacocat'.charAt(3) + 'tacocat'.substring(4) + 'tacocat'.substring(0, 4)", "\"ocattaco\"")]
    [InlineData("'a1b22'.findAll('[0-9]+')", "[\"1\",\"22\"]")]
    [InlineData("'a1b22'.find('[0-9]+') + 'x'.find('[0-9]')", "\"1\"")]
    [InlineData("'a,b,c'.split(',', 2)", "[\"a\",\"b,c\"]")]
    [InlineData("sets.contains([1, 2], [2]) && sets.equivalent(['a', 'b'], ['b', 'a', 'a']) && !sets.intersects([1], [2])", "true")]
    [InlineData("math.greatest(1, 5, 3) - math.least([4, 2])", "3")]
    [InlineData("isIP('10.0.0.1') && isIP('::1') && !isIP('10.0.0') && !isIP('a')", "true")]
    [InlineData("{'a': [1]} == {'a': [1.0]}", "true")]
    public void Evaluate_Expression_IsTheValue(string text, string expected)
    {
        var expression = Expression.Read(text, out var problem);

        Assert.Equal("", problem);
        var evaluated = expression!.Evaluate(s_names);
        Assert.Equal((expected, ""), (evaluated.Value.ToString(), evaluated.Error));
    }

    [Theory]
    [InlineData("object.metadata.none", "no such key: none")]
    [InlineData("undefined == 1", "undeclared reference to 'undefined'")]
    [InlineData("oldObject.metadata", "no such overload")]
    [InlineData("1 + 'a'", "no such overload")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("[1][3]", "index out of bounds: 3")]
    [InlineData("true && undefined", "undeclared reference to 'undefined'")]
    [InlineData("optional.none().value()", "optional.none() dereference")]
    [InlineData("quantity('Three')", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("quantity('9999999999999999999G').asInteger()", "cannot convert value to integer")]
    [InlineData("quantity('1') < quantity('2')", "no such overload")]
    [InlineData("duration('a')", "time: invalid duration \"a\"")]
    [InlineData("semver('v1.0')", "No Major.Minor.Patch elements found")]
    [InlineData("object.spec.containers.all(c, c.none == 1)", "no such key: none")]
    public void Evaluate_WhatCannotBe_IsAnError(string text, string expected) =>
        Assert.Equal(expected, Expression.Read(text, out _)!.Evaluate(s_names).Error);

    [Fact]
    public void Evaluate_WithoutEnd_IsAnError()
    {
        const string Ten = "[1,2,3,4,5,6,7,8,9,10]";
        var text = string.Concat(Enumerable.Range(0, 7).Select(i => $"{Ten}.all(v{i}, ")) + "true" + new string(')', 7);

        Assert.Equal("operation cancelled: actual cost limit exceeded", Expression.Read(text, out _)!.Evaluate(s_names).Error);
    }

    [Theory]
    [InlineData("... [] bad expression", "ERROR: <input>:1:1: Syntax error: mismatched input '.'\n | ... [] bad expression\n | ^")]
    [InlineData("a ==", "ERROR: <input>:1:5: Syntax error: mismatched input '<EOF>'\n | a ==\n | ....^")]
    [InlineData("true &&\n (a", "ERROR: <input>:2:4: Syntax error: missing ')' at '<EOF>'\n |  (a\n | ...^")]
    [InlineData("'abc", "ERROR: <input>:1:1: Syntax error: token recognition error at: ''abc'\n | 'abc\n | ^")]
    [InlineData("package == 1", "ERROR: <input>:1:1: reserved identifier: package\n | package == 1\n | ^")]
    public void Read_WhatIsNoExpression_SaysWhere(string text, string expected)
    {
        Assert.Null(Expression.Read(text, out var problem));
        Assert.Equal(expected, problem);
    }
}

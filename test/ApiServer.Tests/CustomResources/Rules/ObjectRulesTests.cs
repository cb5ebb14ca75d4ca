using System.Text;
using Kybernet.ApiServer.CustomResources.Rules;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Registry.ApiExtensions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.CustomResources.Rules;

/// <summary>Rules of schemas against objects. Facts: upstream's <c>schema/cel/validation_test.go</c>.</summary>
public sealed class ObjectRulesTests
{
    private const string Numbers = "'low':{'type':'integer'},'high':{'type':'integer'},'ratio':{'type':'number'},'any':{'x-kubernetes-int-or-string':true}";
    private const string Names = "'a-b.c/d':{'type':'string'},'namespace':{'type':'string'},'a__b':{'type':'string'},'text':{'type':'string'}";

    private const string Parts =
        "'map':{'type':'object','additionalProperties':{'type':'string'}},'list':{'type':'array','items':{'type':'string'}},"
        + "'at':{'type':'string','format':'date-time'},'till':{'type':'string','format':'date-time'}";

    [Theory]
    [InlineData("self.low <= self.high", "{'low':1,'high':2}", "")]
    [InlineData("self.low <= self.high", "{'low':3,'high':2}", "<nil>: Invalid value: failed rule: self.low <= self.high")]
    [InlineData("!has(self.low) || self.low > 0", "{}", "")]
    [InlineData("self.low > 0", "{}", "<nil>: Invalid value: \"object\": no such key: low evaluating rule: self.low > 0")]
    [InlineData("self.ratio / 2.0 == 0.5", "{'ratio':1}", "")]
    [InlineData("self.any == 80 || self.any == '80%'", "{'any':'80%'}", "")]
    [InlineData("self.a__dash__b__dot__c__slash__d == 'x' && self.__namespace__ == 'y' && self.a__underscores__b == 'z'",
        "{'a-b.c/d':'x','namespace':'y','a__b':'z'}", "")]
    [InlineData("self.map.all(k, k.startsWith('x-') && self.map[k] != '')", "{'map':{'x-a':'1','x-b':'2'}}", "")]
    [InlineData("self.list.all(x, self.list.exists_one(y, x == y))", "{'list':['a','b','a']}", "failed rule")]
    [InlineData("self.list.isSorted() && self.list.max() == 'c' && self.list.min() == 'a' && self.list.indexOf('b') == 1", "{'list':['a','b','c']}", "")]
    [InlineData("[1, 2].sum() == 3 && [1, 1].lastIndexOf(1) == 1 && 'äbb'.indexOf('b') == 1 && 'äbb'.lastIndexOf('b') == 2", "{}", "")]
    [InlineData("![2, 1].isSorted() && [].sum() == 0 && [].isSorted()", "{}", "")]
    [InlineData("has(self.at) && self.at == self.till", "{'at':'2026-01-01T00:00:00Z','till':'2026-01-01T00:00:00Z'}", "")]
    [InlineData("self.at < self.till", "{'at':'2026-01-01T00:00:00Z','till':'2026-02-01T00:00:00Z'}", "")]
    [InlineData("self.till < self.at", "{'at':'2026-01-01T00:00:00Z','till':'2026-02-01T00:00:00Z'}", "failed rule: self.till < self.at")]
    [InlineData("self.at < self.text", "{'at':'2026-01-01T00:00:00Z','text':'2026-02-01T00:00:00Z'}", "call arguments did not match")]
    [InlineData("quantity(self.text).isLessThan(quantity('1Gi'))", "{'text':'1Mi'}", "")]
    [InlineData("self.?text.orValue('x') == 'x'", "{}", "")]
    [InlineData("self.text + 1 == 'x'", "{'text':'x'}", "'no such overload': call arguments did not match a supported operator")]
    [InlineData("oldSelf.low == self.low", "{'low':1}", "")]
    [InlineData("self.text.each(i, t, i != t)", "{}", "rule compile error: this server cannot evaluate the rule: self.text.each(i, t, i != t)")]
    public void Check_NewObject_Reports(string rule, string value, string text)
    {
        var errors = Of($"{{'type':'object','properties':{{{Numbers},{Names},{Parts}}},'x-kubernetes-validations':[{{'rule':\"{rule}\"}}]}}", value, null);

        if (text.Length == 0) Assert.Empty(errors);
        else Assert.Contains(text, Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'message':' too high '", "<nil>: Invalid value: too high")]
    [InlineData("'messageExpression':\"'at most ' + string(self.most)\",'message':'no'", "<nil>: Invalid value: at most 3")]
    [InlineData("'messageExpression':'self.none','message':'no'", "<nil>: Invalid value: no")]
    [InlineData("'reason':'FieldValueForbidden','fieldPath':'.n','message':'no'", "n: Forbidden: no")]
    public void Check_BrokenRule_SaysWhatTheRuleSays(string members, string text)
    {
        var schema = $"{{'type':'object','properties':{{'spec':{{'type':'object','properties':{{'n':{{'type':'integer'}},'most':{{'type':'integer'}}}},"
            + $"'x-kubernetes-validations':[{{'rule':'self.n <= self.most',{members}}}]}}}}}}";

        var errors = Of(schema, "{'spec':{'n':4,'most':3}}", null);

        var expected = text.Replace("<nil>", "spec", StringComparison.Ordinal).Replace("n: For", "spec.n: For", StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(errors).ToString());
    }

    [Theory]
    // What is not allowed to change; also where it is found by its key.
    [InlineData("{'list':[{'k':'a','v':1},{'k':'b','v':1}]}", "{'list':[{'k':'b','v':1},{'k':'a','v':1}]}", "")]
    [InlineData("{'list':[{'k':'a','v':1},{'k':'b','v':1}]}", "{'list':[{'k':'b','v':2},{'k':'c','v':9}]}", "list[0].v: Invalid value: 2: fixed")]
    // What was wrong before and is as it was may stay.
    [InlineData("{'list':[{'k':'a','v':1}],'small':7}", "{'list':[],'small':7}", "")]
    [InlineData("{'small':7}", "{'small':8}", "small: Invalid value: 8: failed rule: self < 5")]
    public void Check_Change_Reports(string before, string now, string text)
    {
        const string Schema =
            "{'type':'object','properties':{'small':{'type':'integer','x-kubernetes-validations':[{'rule':'self < 5'}]},"
            + "'list':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],'items':{'type':'object','properties':{"
            + "'k':{'type':'string'},'v':{'type':'integer','x-kubernetes-validations':[{'rule':'self == oldSelf','message':'fixed'}]}}}}}}";

        var errors = Of(Schema, now, before);

        if (text.Length == 0) Assert.Empty(errors);
        else Assert.Equal(text, Assert.Single(errors).ToString());
    }

    [Theory]
    [InlineData(null, "{'n':1}", "")]
    [InlineData(null, "{'n':2}", "<nil>: Invalid value: failed rule: oldSelf.hasValue() ? self.n >= oldSelf.value().n : self.n == 1")]
    [InlineData("{'n':3}", "{'n':4}", "")]
    [InlineData("{'n':3}", "{'n':2}", "<nil>: Invalid value: failed rule: oldSelf.hasValue() ? self.n >= oldSelf.value().n : self.n == 1")]
    public void Check_RuleThatTakesNoOldSelf_IsAskedOfNewObjectsToo(string? before, string now, string text)
    {
        const string Schema = "{'type':'object','properties':{'n':{'type':'integer'}},'x-kubernetes-validations':"
            + "[{'rule':'oldSelf.hasValue() ? self.n >= oldSelf.value().n : self.n == 1','optionalOldSelf':true}]}";

        var errors = Of(Schema, now, before);

        if (text.Length == 0) Assert.Empty(errors);
        else Assert.Equal(text, Assert.Single(errors).ToString());
    }

    [Fact]
    public void Check_RuleThatCostsTooMuch_EndsWithAnError()
    {
        const string Schema =
            "{'type':'object','properties':{'l':{'type':'array','items':{'type':'integer'}}},"
            + "'x-kubernetes-validations':[{'rule':'self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))'},{'rule':'false'}]}";

        var errors = Of(Schema, $"{{'l':[{string.Join(',', Enumerable.Range(0, 200))}]}}", null);

        Assert.Contains("call cost exceeds limit", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    private static FieldErrorList Of(string schema, string now, string? before)
    {
        var errors = new FieldErrorList();
        ObjectRules.Of(Definitions.Schema(Quoted(schema)))!.Check(errors, Value(now), before is null ? null : Value(before));
        return errors;
    }

    /// <summary>Texts in double quotes may have single ones inside.</summary>
    private static string Quoted(string schema) =>
        string.Concat(schema.Split('"').Select(static (part, i) => i % 2 == 0 ? part : $"'{part.Replace("'", "\\u0027", StringComparison.Ordinal)}'"));

    private static JsonValue Value(string json) => JsonValues.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')));
}

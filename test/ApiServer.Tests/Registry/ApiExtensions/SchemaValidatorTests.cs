using System.Text;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("{'type':'string'}", "1", "x: Invalid value: \"integer\":  in body must be of type string: \"integer\"")]
    [InlineData("{'type':'integer'}", "1.0", "")]
    [InlineData("{'type':'integer'}", "'a'", "x: Invalid value: \"string\":  in body must be of type integer: \"string\"")]
    [InlineData("{'type':'number'}", "1", "")]
    [InlineData("{'type':'string','nullable':true}", "null", "")]
    [InlineData("{'type':'string'}", "null", "x: Invalid value: \"null\":  in body must be of type string: \"null\"")]
    [InlineData("{'x-kubernetes-int-or-string':true}", "'a'", "")]
    [InlineData(
        "{'x-kubernetes-int-or-string':true}",
        "true", "x: Invalid value: \"boolean\":  in body must be of type integer,string: \"boolean\"")]
    [InlineData("{'type':'integer','maximum':3}", "4", "x: Invalid value: 4:  in body should be less than or equal to 3")]
    [InlineData("{'type':'integer','minimum':3,'exclusiveMinimum':true}", "3", "x: Invalid value: 3:  in body should be greater than 3")]
    [InlineData("{'type':'number','multipleOf':0.5}", "0.7", "x: Invalid value: 0.7:  in body should be a multiple of 0.5")]
    [InlineData(
        "{'type':'integer','format':'int32'}",
        "3000000000", "x: Invalid value: \"\": Checked value must be of type integer with format int32 in ")]
    [InlineData("{'type':'string','maxLength':1}", "'ab'", "x: Too long: may not be more than 1 byte")]
    [InlineData("{'type':'string','minLength':1}", "''", "x: Invalid value: \"\":  in body should be at least 1 chars long")]
    [InlineData("{'type':'string','pattern':'^a'}", "'b'", "x: Invalid value: \"b\":  in body should match '^a'")]
    [InlineData("{'type':'string','enum':['a','b']}", "'c'", "x: Unsupported value: \"c\": supported values: \"a\", \"b\"")]
    [InlineData("{'type':'number','enum':[1]}", "1.0", "")]
    [InlineData(
        "{'type':'string','format':'date-time'}",
        "'now'", "x: Invalid value: \"now\":  in body must be of type date-time: \"now\"")]
    [InlineData("{'type':'string','format':'ipv4'}", "'10.0.0.1'", "")]
    [InlineData("{'type':'array','maxItems':1,'items':{'type':'string'}}", "['a','b']", "x: Too many: 2: must have at most 1 item")]
    [InlineData(
        "{'type':'array','items':{'type':'string'}}",
        "['a',1]", "x.[1]: Invalid value: \"integer\": [1] in body must be of type string: \"integer\"")]
    public void Validate_Value_Reports(string schema, string value, string expected) => Assert.Equal(expected, Validate(schema, value));

    [Theory]
    [InlineData("'required':['a']", "{}", "x.a: Required value")]
    [InlineData("'minProperties':1", "{}", "x: Invalid value: 0:  in body should have at least 1 properties")]
    [InlineData("'additionalProperties':false", "{'a':1}", "x: Invalid value: \"a\": .a in body is a forbidden property")]
    [InlineData(
        "'additionalProperties':{'type':'string'}",
        "{'a':1}", "x.a: Invalid value: \"integer\": .a in body must be of type string: \"integer\"")]
    [InlineData("'properties':{'a':{'type':'object','required':['b']}}", "{'a':{}}", "x.a.b: Required value")]
    [InlineData("'anyOf':[{'required':['a']},{'required':['b']}]", "{'b':1}", "")]
    [InlineData(
        "'oneOf':[{'required':['a']},{'required':['b']}]",
        "{'a':1,'b':1}", "x: Invalid value: \"\": \"\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [InlineData("'not':{'required':['a']}", "{'a':1}", "x: Invalid value: \"\": \"\" must not validate the schema (not)")]
    public void Validate_Object_Reports(string members, string value, string expected) =>
        Assert.Equal(expected, Validate($"{{'type':'object',{members}}}", value));

    [Fact]
    public void Validate_NoneOfSeveral_ExplainsTheClosest() => Assert.Equal(
        "[x: Invalid value: \"\": \"\" must validate at least one schema (anyOf), x.b: Required value]",
        Validate(
            "{'type':'object','anyOf':[{'properties':{'a':{'type':'string'}},'required':['a']},"
            + "{'properties':{'a':{'type':'integer'}},'required':['b']}]}",
            "{'a':1}"));

    [Theory]
    [InlineData("{'type':'object','properties':{'a':{'type':'string'}}}", "{'a':'x'}", false)]
    [InlineData("{'type':'object','properties':{'a':{'type':'string'}}}", "{'b':'x'}", true)]
    [InlineData("{'type':'object','x-kubernetes-preserve-unknown-fields':true}", "{'b':{'c':1}}", false)]
    [InlineData(
        "{'type':'object','x-kubernetes-preserve-unknown-fields':true,'properties':{'a':{'type':'object'}}}",
        "{'a':{'c':1}}", true)]
    [InlineData("{'type':'object','additionalProperties':{'type':'object'}}", "{'a':{'c':1}}", true)]
    [InlineData("{'type':'array','items':{'type':'object'}}", "[{},{'c':1}]", true)]
    [InlineData("{'type':'object','x-kubernetes-embedded-resource':true}", "{'kind':'K','metadata':{'x':1}}", false)]
    public void HasUnknownFields_Value_MatchesPruning(string schema, string value, bool expected) =>
        Assert.Equal(expected, SchemaPruning.HasUnknownFields(Parse(value), Definitions.Schema(schema)));

    [Theory]
    [InlineData("{'type':'string','default':'a'}", "", "")]
    [InlineData("{'type':'string','default':1}", "default", "must be of type string: \"integer\"")]
    [InlineData("{'type':'object','default':{'a':1}}", "default", "{\"a\":1}: must not have unknown fields")]
    [InlineData(
        "{'type':'object','properties':{'a':{'type':'integer','minimum':1,'default':0}}}",
        "properties[a].default", "greater than or equal to 1")]
    [InlineData("{'type':'array','items':{'type':'string','default':1}}", "items.default", "must be of type string")]
    public void Validate_Default_Reports(string schema, string path, string text)
    {
        var errors = Findings.OfCreate(new CustomResourceDefinitionStrategy(), Definitions.WithProperty(schema));
        Findings.Has(errors, path.Length == 0 ? "" : "spec.validation.openAPIV3Schema.properties[p]." + path, text);
    }

    private static string Validate(string schema, string value)
    {
        var errors = new FieldErrorList();
        SchemaValidator.Validate(errors, FieldPath.Of("x"), Parse(value), Definitions.Schema(schema));
        return errors.Aggregate();
    }

    private static JsonValue Parse(string json) => JsonText.Parse(RawExtension.FromJson(Encoding.UTF8.GetBytes(json.Replace('\'', '"'))));
}

using Kybernet.ApiServer.Registry.ApiExtensions;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

public sealed class SchemaRulesTests
{
    private const string Root = "spec.validation.openAPIV3Schema";
    private static readonly CustomResourceDefinitionStrategy s_strategy = new();

    [Theory]
    [InlineData("{'type':'object'}", "", "")]
    [InlineData("{'x-kubernetes-preserve-unknown-fields':true,'type':'object'}", "", "")]
    [InlineData("{}", ".type", "must not be empty at the root")]
    [InlineData("{'type':'string'}", ".type", "must be object at the root")]
    [InlineData("{'type':'object','nullable':true}", ".nullable", "nullable cannot be true at the root")]
    [InlineData("{'type':'object','additionalProperties':true}", ".additionalProperties", "must not be used at the root")]
    [InlineData("{'type':'object','$ref':'x'}", ".$ref", "$ref is not supported")]
    [InlineData("{'type':'object','properties':{'kind':{'type':'integer'}}}", ".properties[kind].type", "must be string")]
    [InlineData("{'type':'object','properties':{'metadata':{'type':'object','properties':{'name':{'type':'string'}}}}}", "", "")]
    [InlineData(
        "{'type':'object','properties':{'metadata':{'type':'object','properties':{'labels':{'type':'object'}}}}}",
        ".properties[metadata]", "must not specify anything other than name and generateName")]
    [InlineData(
        "{'type':'object','properties':{'kind':{'type':'string','default':'x'}}}",
        ".properties[kind].default", "must not be set in top-level kind")]
    [InlineData("{'type':'object','anyOf':[{'required':['a']}]}", "", "")]
    [InlineData(
        "{'type':'object','anyOf':[{'properties':{'a':{'minimum':1}}}]}",
        ".properties[a]", "because it is defined in spec.validation.openAPIV3Schema.anyOf[0].properties[a]")]
    [InlineData("{'type':'object','not':{'type':'object'}}", ".not.type", "must be empty to be structural")]
    [InlineData(
        "{'type':'object','oneOf':[{'properties':{'metadata':{}}}]}",
        ".oneOf[0].properties[metadata]", "must not be specified in a nested context")]
    public void Validate_RootSchema_Reports(string schema, string path, string text)
    {
        var errors = Findings.OfCreate(s_strategy, Definitions.WithSchema(schema));
        Findings.Has(errors, text.Length == 0 ? "" : Root + path, text);
    }

    [Theory]
    [InlineData("{'type':'string','pattern':'^a+$'}", "", "")]
    [InlineData("{}", ".type", "must not be empty for specified object fields")]
    [InlineData("{'type':'text'}", ".type", "Unsupported value: \"text\": supported values: \"array\", \"boolean\"")]
    [InlineData("{'type':'null'}", ".type", "type cannot be set to null, use nullable as an alternative")]
    [InlineData("{'type':'array'}", ".items", "must be specified")]
    [InlineData("{'type':'array','items':{}}", ".items.type", "must not be empty for specified array items")]
    [InlineData("{'type':'array','items':[{'type':'string'}]}", ".items", "items must be a schema object and not an array")]
    [InlineData("{'type':'array','uniqueItems':true,'items':{'type':'string'}}", ".uniqueItems", "runtime complexity becomes quadratic")]
    [InlineData("{'type':'string','pattern':'('}", ".pattern", "must be a valid regular expression, but isn't")]
    [InlineData(
        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}",
        ".additionalProperties", "mutual exclusive")]
    [InlineData("{'x-kubernetes-int-or-string':true}", "", "")]
    [InlineData("{'x-kubernetes-int-or-string':true,'anyOf':[{'type':'integer'},{'type':'string'}]}", "", "")]
    [InlineData("{'x-kubernetes-int-or-string':true,'allOf':[{'anyOf':[{'type':'integer'},{'type':'string'}]}]}", "", "")]
    [InlineData(
        "{'x-kubernetes-int-or-string':true,'x-kubernetes-preserve-unknown-fields':true}",
        ".x-kubernetes-preserve-unknown-fields", "must be false if")]
    [InlineData(
        "{'type':'object','x-kubernetes-preserve-unknown-fields':false}",
        ".x-kubernetes-preserve-unknown-fields", "must be true or undefined")]
    [InlineData("{'type':'object','x-kubernetes-embedded-resource':true}", ".properties", "without x-kubernetes-preserve-unknown-fields")]
    [InlineData("{'type':'string','x-kubernetes-map-type':'atomic'}", ".type", "must be object if x-kubernetes-map-type is specified")]
    [InlineData("{'type':'object','x-kubernetes-map-type':'loose'}", ".x-kubernetes-map-type", "\"atomic\", \"granular\"")]
    public void Validate_Property_Reports(string schema, string path, string text) =>
        Findings.Has(
            Findings.OfCreate(s_strategy, Definitions.WithProperty(schema)), text.Length == 0 ? "" : Root + ".properties[p]" + path, text);

    [Theory]
    [InlineData("'x-kubernetes-list-type':'bag','items':{'type':'string'}", ".x-kubernetes-list-type", "\"atomic\", \"set\", \"map\"")]
    [InlineData("'x-kubernetes-list-map-keys':['a'],'items':{'type':'string'}", ".x-kubernetes-list-type", "must be map if")]
    [InlineData("'x-kubernetes-list-type':'map','items':{'type':'object'}", ".x-kubernetes-list-map-keys", "must not be empty if")]
    [InlineData(
        "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['a'],'items':{'type':'string'}",
        ".items.type", "must be object if parent")]
    [InlineData(
        "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['a'],'items':{'type':'object'}",
        ".x-kubernetes-list-map-keys", "[\"a\"]: entries must all be names")]
    [InlineData(
        "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['a'],'items':{'type':'object','properties':{'a':{'type':'string'}}}",
        ".items.properties[a].default", "must have a default or be a required")]
    [InlineData(
        "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['a'],'items':{'type':'object','required':['a'],"
        + "'properties':{'a':{'type':'string','nullable':true}}}",
        ".items.properties[a].nullable", "it cannot be nullable")]
    [InlineData(
        "'x-kubernetes-list-type':'set','items':{'type':'object'}",
        ".items.x-kubernetes-map-type", "must be atomic as item of a list")]
    [InlineData(
        "'x-kubernetes-list-type':'set','items':{'type':'string','nullable':true}",
        ".items.nullable", "cannot be nullable when x-kubernetes-list-type is set")]
    public void Validate_List_Reports(string members, string path, string text) => Findings.Has(
        Findings.OfCreate(s_strategy, Definitions.WithProperty($"{{'type':'array',{members}}}")), Root + ".properties[p]" + path, text);

    [Theory]
    [InlineData("'rule':' '", ".rule", "rule is not specified")]
    [InlineData("'rule':'true','message':'a\\nb'", ".message", "must not contain line breaks")]
    [InlineData("'rule':'self.a =='", ".rule", "compilation failed: ERROR: <input>:1:10")]
    [InlineData("'rule':'self = 42'", ".rule", "Syntax error")]
    [InlineData("'rule':'self.b == 1'", ".rule", "compilation failed: undefined field 'b'")]
    [InlineData("'rule':'other.a == 1'", ".rule", "compilation failed: undeclared reference to 'other' (in container '')")]
    [InlineData("'rule':'authorizer.path(self.a).check(self.a).allowed()'", ".rule", "undeclared reference to 'authorizer' (in container '')")]
    [InlineData("'rule':'quantity(self.a).isMore(self.a)'", ".rule", "the function 'isMore' is not supported in rules by this server yet")]
    [InlineData("'rule':'self.a.each(i, v, i != v)'", ".rule", "the function 'each' is not supported in rules by this server yet")]
    [InlineData("'rule':'true','optionalOldSelf':true", ".optionalOldSelf", "may not be set if oldSelf is not used in rule")]
    [InlineData("'rule':'true','messageExpression':'x'", ".messageExpression", "undeclared reference to 'x'")]
    [InlineData("'rule':'a\\nb'", ".message", "message must be specified if rule contains line breaks")]
    [InlineData("'rule':'true','messageExpression':' '", ".messageExpression", "messageExpression must be non-empty if specified")]
    [InlineData("'rule':'true','reason':'Odd'", ".reason", "\"FieldValueDuplicate\", \"FieldValueForbidden\"")]
    [InlineData("'rule':'true','fieldPath':'.b'", ".fieldPath", "must be a valid path")]
    [InlineData("'rule':'true','fieldPath':'.a'", "", "")]
    [InlineData("'rule':'true','fieldPath':'[\\'a\\']'", "", "")]
    public void Validate_Rule_Reports(string rule, string path, string text)
    {
        rule = rule.Replace("\\'", "\\u0001", StringComparison.Ordinal);
        var value = Definitions.WithProperty(
            $"{{'type':'object','properties':{{'a':{{'type':'string'}}}},'x-kubernetes-validations':[{{{rule}}}]}}");
        var schema = value.Spec.Versions[0].Schema!.OpenAPIV3Schema!;
        var property = schema.Properties["p"];
        var fixedRule = property.XKubernetesValidations[0];
        fixedRule = fixedRule with { FieldPath = fixedRule.FieldPath.Replace('\u0001', '\'') };
        schema = schema with { Properties = schema.Properties.SetItem("p", property with { XKubernetesValidations = [fixedRule] }) };
        var errors = Findings.OfCreate(s_strategy, Definitions.WithVersion(Definitions.Version with { Schema = new() { OpenAPIV3Schema = schema } }));
        if (text.Length == 0) Assert.Empty(errors);
        else Findings.Has(errors, Root + ".properties[p].x-kubernetes-validations[0]" + path, text);
    }

    [Fact]
    public void Validate_RuleAboutTheChangeOfAnItemNobodyFindsAgain_IsRefused()
    {
        const string Items = "{'type':'string','x-kubernetes-validations':[{'rule':'self == oldSelf'}]}";
        Findings.Has(
            Findings.OfCreate(s_strategy, Definitions.WithProperty($"{{'type':'array','maxItems':3,'items':{Items}}}")),
            Root + ".properties[p].items.x-kubernetes-validations[0].rule", "oldSelf cannot be used on the uncorrelatable portion of the schema within");
    }

    [Fact]
    public void Validate_RootWithStatus_AllowsFewFields()
    {
        var version = Definitions.Version with { Subresources = new() { Status = new() } };
        var schema = Definitions.Schema("{'type':'object','minProperties':1}");
        var errors = Findings.OfCreate(s_strategy, Definitions.WithVersion(version with { Schema = new() { OpenAPIV3Schema = schema } }));
        Findings.Has(errors, Root, "only [Description Type Format");
        Assert.Empty(Findings.OfCreate(s_strategy, Definitions.WithVersion(version)));
    }

    [Fact]
    public void Validate_DifferentVersions_ReportsUnderVersion()
    {
        var other = Definitions.Version with { Name = "v2", Storage = false, Schema = new() { OpenAPIV3Schema = new() } };
        var errors = Findings.OfCreate(s_strategy, Definitions.WithVersion(Definitions.Version, other));
        Findings.Has(errors, "spec.versions[1].schema.openAPIV3Schema.type", "must not be empty at the root");
    }

    [Fact]
    public void ValidateUpdate_UnknownTypeStoredBefore_IsTolerated()
    {
        var old = Definitions.WithProperty("{'type':'text'}");
        Assert.Empty(Findings.OfUpdate(s_strategy, old, old));
        var looseKeys = Definitions.WithProperty("{'type':'array','x-kubernetes-list-type':'set','items':{'type':'object'}}");
        Assert.Empty(Findings.OfUpdate(s_strategy, looseKeys, looseKeys));
    }
}

using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class DomainNameTests
{
    private static readonly FieldPath Path = FieldPath.Of("f");

    [Theory]
    [InlineData("a.com k8s.io dev.k8s.io dev.k8s.io. bbc.co.uk 10.0.0.1", true)]
    [InlineData(". ... .io com .com Dev.k8s.io *.example.com under_score.k8s.io foo@bar.example.com http://foo.example.com", false)]
    public void IsFullyQualifiedDomainName_Values_AreToldApart(string values, bool valid) =>
        Assert.All(values.Split(' '), value => Assert.Equal(valid, Errors(DnsNames.IsFullyQualifiedDomainName, value).Length == 0));

    [Theory]
    [InlineData("dev.k8s.io foo.example.com 10.0.0.1", true)]
    [InlineData("... dev.k8s.io. .io Dev.k8s.io k8s.io *.example.com", false)]
    public void IsFullyQualifiedName_Values_AreToldApart(string values, bool valid) =>
        Assert.All(values.Split(' '), value => Assert.Equal(valid, Errors(DnsNames.IsFullyQualifiedName, value).Length == 0));

    [Theory]
    [InlineData("a/b a/b/c/d k8s.io/FOO/BAR 10.0.0.1/foo a.b/!$&'()*+,;=:~%20", true)]
    [InlineData(". ... /b com a/ a.b.c.d/foo?a=b a.b/foo#a Dev.k8s.io/a example.com/foo{} under_score.k8s.io/foo", false)]
    public void IsDomainPrefixedPath_Values_AreToldApart(string values, bool valid) =>
        Assert.All(values.Split(' '), value => Assert.Equal(valid, Errors(QualifiedNames.IsDomainPrefixedPath, value).Length == 0));

    [Fact]
    public void Errors_BadDomains_NameTheBadPart()
    {
        var longLabel = new string('a', 64);
        Assert.Equal("f: Required value", Errors(DnsNames.IsFullyQualifiedDomainName, ""));
        Assert.Equal($"f: Invalid value: \"{longLabel}\": must be no more than 63 characters",
            Errors(DnsNames.IsFullyQualifiedDomainName, longLabel + ".k8s.io"));
        Assert.Equal(
            "f: Invalid value: \"com\": should be a domain with at least two segments separated by dots", Errors(DnsNames.IsFullyQualifiedDomainName, "com."));
        Assert.Equal(
            "f: Invalid value: \"k8s.io\": should be a domain with at least three segments separated by dots", Errors(DnsNames.IsFullyQualifiedName, "k8s.io"));
        Assert.Equal(
            "f: Invalid value: \"b?\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')",
                Errors(QualifiedNames.IsDomainPrefixedPath, "a/b?"));
        Assert.Equal(
            "f: Invalid value: \"a\": must be a domain-prefixed key (such as \"acme.io/foo\")", Errors(QualifiedNames.IsDomainPrefixedKey, "a"));
        Assert.Equal("", Errors(QualifiedNames.IsDomainPrefixedKey, "acme.io/foo"));
    }

    private static string Errors(Action<FieldErrorList, FieldPath, string> check, string value)
    {
        var errors = new FieldErrorList();
        check(errors, Path, value);
        return errors.Aggregate();
    }
}

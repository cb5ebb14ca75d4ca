using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

/// <summary>The accepted and rejected values of every name check; <c>a*63</c> stands for 63 times the letter.</summary>
public sealed class NameCheckTests
{
    private const string LabelsOfAnyStart = "a ab abc a1 a-1 a--1--2--b";
    private const string LabelsOfDigits = "0 01 012 1a 1-a 1--a--b--2";
    private const string NeverLabels = "~ A ABC aBc A1 A-1 1-A - a- -a 1- -1 _ a_ _a a_b 1_ _1 1_2 . a. .a 1. .1 a\u00a0b é a\n";
    private const string QualifiedNamesGood =
        "simple now-with-dashes 1-starts-with-num 1234 simple/simple now-with-dashes/simple now.with.dots/simple 1-num.2-num/3-num "
        + "1.2.3.4/5678 Uppercase_Is_OK_123 example.com/Uppercase_Is_OK_123 requests.storage-foo a*63 a*253/b*63";

    public static TheoryData<string, string, string> Tables => new()
    {
        { nameof(DnsNames.IsDns1123Label), $"{LabelsOfAnyStart} {LabelsOfDigits} a*63", $"{NeverLabels} a.b 1.2 a*64" },
        { nameof(DnsNames.IsShortName), $"{LabelsOfAnyStart} {LabelsOfDigits} a*63", $"{NeverLabels} a.b 1.2 a*64" },
        {
            nameof(DnsNames.IsDns1123Subdomain), $"{LabelsOfAnyStart} {LabelsOfDigits} a.a a--1--2--b.a 0.1 1.2.3.4.5 11.22.33 a*253",
            $"{NeverLabels} a..b 1..2 A.a aB.a ab.A a.B.c.d.e a@b a,b a;b a:b a%b a?b a$b a*254"
        },
        { nameof(DnsNames.IsLongName), "example.com a*253", "Example.com a*254" },
        { nameof(DnsNames.IsDns1035Label), $"{LabelsOfAnyStart} a*63", $"{NeverLabels} {LabelsOfDigits} a.b a*64" },
        {
            nameof(DnsNames.IsDns1123SubdomainWithUnderscore), "example.com _example.com sub._example.com sub-d.example.com sub_d.example.com",
            "~ Example.com -example.com example.com- example@.com example..com _ __a a_ a*254"
        },
        {
            nameof(DnsNames.IsWildcardDns1123Subdomain), "*.example.com *.foo.bar.com",
            "~ *.*.bar.com *.foo.*.com *bar.com f*.bar.com * *."
        },
        {
            nameof(QualifiedNames.IsQualifiedName), QualifiedNamesGood,
            "~ nospecialchars%^=@ cantendwithadash- -cantstartwithadash- only/one/slash Example.com/abc example_com/abc example.com/ /simple a*64 a*254/abc"
        },
        {
            nameof(QualifiedNames.IsValidLabelValue), "~ simple now-with-dashes end-with-num-1 1234 a*63 A_b.c",
            "nospecialchars%^=@ Tama-nui-te-rā.is.Māori.sun \\bad -a a- .a a. a*64"
        },
        { nameof(Identifiers.IsCIdentifier), "a ab abc a1 _a a_ a_b a_1 a__1__2__b _ A Abc", "~ 1 12 1a a-b . a.b é" },
        { nameof(Identifiers.IsEnvVarName), "a a.b -a _ .a a..b MY_ENV.NAME", "~ 1a a=b a/b . .. ..a é" },
        {
            nameof(Identifiers.IsRelaxedEnvVarName), "- : _ +a >a a. a.. *a %a ?a aAz ~a |a a9 /a #a 0a 'a (a @a ..",
            "~ = a= 1=a #%=&& \u0001abc \u0082abc Çç Ñ a\u007f"
        },
        {
            nameof(Identifiers.IsConfigMapKey), "a good good-good still.good .so.is.this THIS_IS_GOOD so_is_this_17 a*253",
            "~ . .. ..bad b*d bad!&bad a*254"
        },
        {
            nameof(Identifiers.IsHttpHeaderName), "Accept-Encoding Host a -a a- --abc-123 A-1",
            "~ Host: X-@Home _ a_ . a.b #a# ^ , ; = < ? @ {"
        },
        { nameof(Identifiers.IsValidPercent), "0% 00000% 1% 01% 101%", "~ 0 100 % 0.0% 99.9% hundred -0% -1% +1%" },
        { nameof(Identifiers.IsValidConditionReason), "A a Ab_ A,b A:b1 my_name", "~ 1a _a a, a: a-b a.b" },
        {
            nameof(Identifiers.IsUuid), "123e4567-e89b-12d3-a456-426614174000",
            "~ 123E4567-e89b-12d3-a456-426614174000 123e4567e89b12d3a456426614174000 123e4567-e89b-12d3-a456-42661417400g 123e4567-e89b-12d3-a456_426614174000"
        },
        {
            nameof(PathSegments.IsValidPathSegmentName), "~ foo foo.bar.baz sha256:AB@CD Iñtërnâtiônàlizætiøn .test ..test",
            ". .. foo/bar foo%bar"
        },
        { nameof(PathSegments.IsValidPathSegmentPrefix), "~ foo . ..", "foo/bar foo%bar" },
        {
            nameof(Numbers.IsValidPortName), "telnet re-mail-ck pop3 a a-1 1-a a-1-b-2-c 1-a-2-b-3",
            "~ longerthan15characters a*16 12345 1-2-3-4 -begin end- two--hyphens whois++"
        },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Check_GoodAndBadValues_AreToldApart(string check, string good, string bad)
    {
        foreach (var value in Words(good)) Assert.True(Run(check, value).IsEmpty, $"{check} rejects '{value}': {Run(check, value)}");
        foreach (var value in Words(bad)) Assert.False(Run(check, value).IsEmpty, $"{check} accepts '{value}'");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Check_GoodValues_AllocatesNothing(string check, string good, string bad)
    {
        Assert.NotEmpty(bad);
        var values = Words(good);
        foreach (var value in values) Run(check, value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var value in values) Run(check, value);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string[] Words(string text) =>
    [
        .. text.Split(' ').Select(word => string.Join('/', word.Split('/').Select(part =>
            part is "~" ? "" : part.Length > 2 && part[1] == '*' && int.TryParse(part.AsSpan(2), out var times) ? new string(part[0], times) : part))),
    ];

    private static ListOf<string> Run(string check, string value) => check switch
    {
        nameof(DnsNames.IsDns1123Label) => DnsNames.IsDns1123Label(value),
        nameof(DnsNames.IsShortName) => DnsNames.IsShortName(value),
        nameof(DnsNames.IsDns1123Subdomain) => DnsNames.IsDns1123Subdomain(value),
        nameof(DnsNames.IsLongName) => DnsNames.IsLongName(value),
        nameof(DnsNames.IsDns1035Label) => DnsNames.IsDns1035Label(value),
        nameof(DnsNames.IsDns1123SubdomainWithUnderscore) => DnsNames.IsDns1123SubdomainWithUnderscore(value),
        nameof(DnsNames.IsWildcardDns1123Subdomain) => DnsNames.IsWildcardDns1123Subdomain(value),
        nameof(QualifiedNames.IsQualifiedName) => QualifiedNames.IsQualifiedName(value),
        nameof(QualifiedNames.IsValidLabelValue) => QualifiedNames.IsValidLabelValue(value),
        nameof(Identifiers.IsCIdentifier) => Identifiers.IsCIdentifier(value),
        nameof(Identifiers.IsEnvVarName) => Identifiers.IsEnvVarName(value),
        nameof(Identifiers.IsRelaxedEnvVarName) => Identifiers.IsRelaxedEnvVarName(value),
        nameof(Identifiers.IsConfigMapKey) => Identifiers.IsConfigMapKey(value),
        nameof(Identifiers.IsHttpHeaderName) => Identifiers.IsHttpHeaderName(value),
        nameof(Identifiers.IsValidPercent) => Identifiers.IsValidPercent(value),
        nameof(Identifiers.IsValidConditionReason) => Identifiers.IsValidConditionReason(value),
        nameof(Identifiers.IsUuid) => Identifiers.IsUuid(value),
        nameof(PathSegments.IsValidPathSegmentName) => PathSegments.IsValidPathSegmentName(value),
        nameof(PathSegments.IsValidPathSegmentPrefix) => PathSegments.IsValidPathSegmentPrefix(value),
        nameof(Numbers.IsValidPortName) => Numbers.IsValidPortName(value),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "no such check"),
    };
}

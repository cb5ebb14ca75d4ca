using System.Text;
using System.Text.RegularExpressions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

/// <summary>The hand-written scanners against the regular expressions their messages quote, on random short strings.</summary>
public sealed class NameScannerFuzzTests
{
    private const int Seed = 20260136;
    private const string Alphabet = "aZ0-_.*/%,:=~? \né";

    public static TheoryData<string, string> Checks => new()
    {
        { nameof(DnsNames.IsDns1123Label), "[a-z0-9]([-a-z0-9]*[a-z0-9])?" },
        { nameof(DnsNames.IsDns1123Subdomain), @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*" },
        { nameof(DnsNames.IsDns1123SubdomainWithUnderscore), @"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*" },
        { nameof(DnsNames.IsDns1035Label), "[a-z]([-a-z0-9]*[a-z0-9])?" },
        { nameof(DnsNames.IsWildcardDns1123Subdomain), @"\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*" },
        { nameof(QualifiedNames.IsValidLabelValue), "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?" },
        { nameof(Identifiers.IsCIdentifier), "[A-Za-z_][A-Za-z0-9_]*" },
        { nameof(Identifiers.IsEnvVarName), @"(?!\.\.)(?!\.\z)[-._a-zA-Z][-._a-zA-Z0-9]*" },
        { nameof(Identifiers.IsConfigMapKey), @"(?!\.\.)(?!\.\z)[-._a-zA-Z0-9]+" },
        { nameof(Identifiers.IsHttpHeaderName), "[-A-Za-z0-9]+" },
        { nameof(Identifiers.IsValidPercent), "[0-9]+%" },
        { nameof(Identifiers.IsValidConditionReason), "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?" },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public void Check_RandomStrings_AgreesWithItsExpression(string check, string expression)
    {
        var regex = new Regex($@"\A(?:{expression})\z", RegexOptions.CultureInvariant);
        var random = new Random(Seed);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            // Narrow alphabets reach the accepting paths, the wide one the rejecting ones.
            var letters = random.Next(4) switch { 0 => Alphabet, 1 => "a0-.", 2 => "0%", _ => "aZ0_,%" };
            var text = new StringBuilder();
            if (random.Next(4) == 0) text.Append("*.");
            for (var length = random.Next(7); length > 0; length--) text.Append(letters[random.Next(letters.Length)]);
            var value = text.ToString();
            var isAccepted = Run(check, value).IsEmpty;
            Assert.True(isAccepted == regex.IsMatch(value), $"{check} of '{value}' is {isAccepted} (seed {Seed})");
            if (isAccepted) accepted++;
        }

        Assert.InRange(accepted, 100, 19_900);
    }

    private static ListOf<string> Run(string check, string value) => check switch
    {
        nameof(DnsNames.IsDns1123Label) => DnsNames.IsDns1123Label(value),
        nameof(DnsNames.IsDns1123Subdomain) => DnsNames.IsDns1123Subdomain(value),
        nameof(DnsNames.IsDns1123SubdomainWithUnderscore) => DnsNames.IsDns1123SubdomainWithUnderscore(value),
        nameof(DnsNames.IsDns1035Label) => DnsNames.IsDns1035Label(value),
        nameof(DnsNames.IsWildcardDns1123Subdomain) => DnsNames.IsWildcardDns1123Subdomain(value),
        nameof(QualifiedNames.IsValidLabelValue) => QualifiedNames.IsValidLabelValue(value),
        nameof(Identifiers.IsCIdentifier) => Identifiers.IsCIdentifier(value),
        nameof(Identifiers.IsEnvVarName) => Identifiers.IsEnvVarName(value),
        nameof(Identifiers.IsConfigMapKey) => Identifiers.IsConfigMapKey(value),
        nameof(Identifiers.IsHttpHeaderName) => Identifiers.IsHttpHeaderName(value),
        nameof(Identifiers.IsValidPercent) => Identifiers.IsValidPercent(value),
        nameof(Identifiers.IsValidConditionReason) => Identifiers.IsValidConditionReason(value),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "no such check"),
    };
}
